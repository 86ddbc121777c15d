import type { JsonValue } from '@aero-guest-tools/canonical-json';
import type { SourceIdentity } from '@aero-guest-tools/driver-source';
import type { SelectedCertificates, Selection } from './selection';

/** The name of the provenance file in `licenses/<source>/`. */
export const DRIVER_PACK_MANIFEST = 'driver-pack-manifest.json';

/**
 * The value of `driver-pack-manifest.json`, which travels with the drivers. (Packager rules, 8.
 * Where drivers come from: SHA-256 and volume id of the source, what was taken from where, which
 * optional drivers were missing and why; no clock, no host path.) It has the layout if that was
 * recognised, and the certificates if any were taken. If files were taken as a lock lists them, it
 * also has the hash of the list, and `image_seen_whole` is false: SHA-256 and volume id are then
 * what the lock says, and only the list vouches for each file.
 */
export function driverPackManifest(
  identity: SourceIdentity,
  selection: Selection,
  certificates?: SelectedCertificates,
): JsonValue {
  return {
    schema_version: 1,
    source: {
      ...identityValue(identity),
      volume_id: identity.volume_id,
      ...(identity.list_sha256 === undefined
        ? {}
        : { list_sha256: identity.list_sha256, image_seen_whole: false }),
      ...(selection.layout === undefined ? {} : { layout: selection.layout }),
    },
    drivers: selection.drivers.map(({ name, architecture, directory }) => ({
      name,
      architecture,
      taken_from: directory,
    })),
    missing_optional_drivers: selection.missing.map(
      ({ name, architectures, reason, tried, present }) => ({
        name,
        architectures: [...architectures],
        reason,
        tried: [...tried],
        present: [...present],
      }),
    ),
    notices: [...selection.notices],
    version_markers: [...selection.versionMarkers],
    ...(certificates === undefined ? {} : { certificates: certificatesValue(certificates) }),
  };
}

function certificatesValue({ source, files }: SelectedCertificates): JsonValue {
  return {
    source: identityValue(source.identity),
    files: files.map((file) => ({ path: file.path, taken_from: file.source })),
  };
}

function identityValue({ kind, sha256, size }: SourceIdentity): Record<string, JsonValue> {
  return { kind, sha256, size };
}
