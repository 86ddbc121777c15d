import { canonicalJson, type JsonValue } from '@aero-guest-tools/canonical-json';
import type { MediaDescription } from '@aero-guest-tools/media-description';

/** in-toto attestation framework, Statement v1: the value of `_type`. */
export const STATEMENT_TYPE = 'https://in-toto.io/Statement/v1';

/** SLSA v1.0, Provenance: the value of `predicateType`. */
export const PROVENANCE_TYPE = 'https://slsa.dev/provenance/v1';

/** Identifies the meaning of a build's parameters, which docs/describing-media.md describes. */
export const BUILD_TYPE = 'urn:aero-guest-tools:build-media:v1';

/** The author of the statement: a run of this program, anywhere. */
const BUILDER = 'urn:aero-guest-tools:packager';

/** Files that a build writes itself, which are not its dependencies; and drivers. */
const NO_PAYLOAD = /^(?:drivers\/.*\/|config\/(?:devices|media)\.cmd$|certs\/publishers\/)/;

/**
 * Files that a build also writes for Windows Setup; without these drivers the fragment is a file of
 * the user's own.
 */
const OF_SETUP = /^(?:\$WinPEDriver\$\/|config\/autounattend-fragment\.xml$)/;

/**
 * The directory of this file holds everything else taken from the drivers' source: licences,
 * notices, version markers.
 */
const PROVENANCE_FILE = /^(?<directory>licenses\/[^/]+\/)driver-pack-manifest\.json$/;

/**
 * How driver media were made, as an in-toto statement with SLSA provenance. The outputs are its
 * subjects; everything that they were made of is in its resolved dependencies. It contains no time:
 * the same build has the same statement.
 *
 * @returns Canonical JSON (RFC 8785).
 */
export function provenanceStatement(description: MediaDescription): string {
  const { manifest, outputs, volumeId, setupDrivers } = description;
  const { target } = manifest;
  return canonicalJson({
    _type: STATEMENT_TYPE,
    subject: outputs.map(({ name, sha256 }) => ({ name, digest: { sha256 } })),
    predicateType: PROVENANCE_TYPE,
    predicate: {
      buildDefinition: {
        buildType: BUILD_TYPE,
        externalParameters: {
          version: manifest.package.version,
          buildId: manifest.package.build_id,
          sourceDateEpoch: manifest.package.source_date_epoch,
          signingPolicy: manifest.signing_policy,
          packagingSpec: manifest.provenance.packaging_spec_path,
          windowsDeviceContract: manifest.provenance.windows_device_contract_path,
          ...(volumeId === undefined ? {} : { volumeId }),
          ...(target === undefined
            ? {}
            : { windows: target.windows, architectures: [...target.architectures] }),
          ...(setupDrivers ? { setupDrivers } : {}),
        },
        resolvedDependencies: [...resolvedDependencies(description)],
      },
      runDetails: {
        builder: { id: BUILDER, version: { packager: manifest.inputs.aero_packager_version } },
      },
    },
  });
}

/** What the media were made of, as resource descriptors: each has a digest or a URI. */
function resolvedDependencies({ manifest, source, setupDrivers }: MediaDescription): JsonValue[] {
  const { provenance, inputs, package: facts } = manifest;
  const fromSource = new Set(
    manifest.files.flatMap(({ path }) => PROVENANCE_FILE.exec(path)?.groups?.['directory'] ?? []),
  );
  const payload = manifest.files.filter(
    ({ path }) =>
      !NO_PAYLOAD.test(path) &&
      !(setupDrivers && OF_SETUP.test(path)) &&
      !fromSource.has(path.split('/', 2).join('/') + '/'),
  );
  return [
    ...(source === undefined
      ? manifest.files
          .filter(({ path }) => path.startsWith('drivers/'))
          .map(({ path, sha256 }) => ({ name: path, digest: { sha256 } }))
      : [
          {
            name: 'drivers',
            digest: { sha256: source.sha256 },
            annotations: {
              kind: source.kind,
              ...(source.volumeId === undefined ? {} : { volumeId: source.volumeId }),
              ...(source.listSha256 === undefined ? {} : { listSha256: source.listSha256 }),
            },
          },
        ]),
    {
      name: 'packaging-spec',
      digest: { sha256: provenance.packaging_spec_sha256 },
      annotations: { path: provenance.packaging_spec_path, form: 'canonical JSON (RFC 8785)' },
    },
    {
      name: 'windows-device-contract',
      digest: { sha256: provenance.windows_device_contract_sha256 },
      annotations: {
        path: provenance.windows_device_contract_path,
        form: 'canonical JSON (RFC 8785)',
      },
    },
    {
      name: 'packager',
      uri: `pkg:generic/aero-guest-tools-packaging@${encodeURIComponent(inputs.aero_packager_version)}`,
      // The build id of a build from a git checkout is its commit.
      ...(/^[0-9a-f]{40}$/.test(facts.build_id) ? { digest: { gitCommit: facts.build_id } } : {}),
    },
    ...payload.map(({ path, sha256 }) => ({ name: path, digest: { sha256 } })),
  ];
}
