import { posix } from 'node:path';
import { isJudgedByUpdates } from '@aero-guest-tools/catalog/verdict';
import {
  verdictField,
  verdictFields,
  type VerdictField,
  type VerdictJson,
} from '@aero-guest-tools/catalog/verdict-json';
import { InputError } from '@aero-guest-tools/diagnostics';
import { compareBytes, type DigestedFile } from '@aero-guest-tools/file-tree';
import type { DriverReport } from '@aero-guest-tools/packaging-spec';
import {
  DEFAULT_GUEST_TARGET,
  WINDOWS_TARGETS,
  type Architecture,
  type GuestTarget,
} from '@aero-guest-tools/windows-target';
import {
  BOOLEAN,
  COUNT,
  listOf,
  objectOf,
  orNull,
  shape,
  shapedJson,
  TEXT,
  TEXT_OR_NULL,
  type Expected,
  type Shape,
} from '../build-directory/state-shape';
import { ACCEPTANCE, ARCHITECTURE, WINDOWS } from '../build-directory/windows-shapes';
import { driverMediaPath } from '@aero-guest-tools/driver-layout/driver-media-path';
import type { ProvenanceSource } from '../drivers/drivers-provenance';
import type { SigningPolicy } from '../options/signing-policy';

/** The name of the manifest at the root of ISO and zip. It does not list itself. */
export const MANIFEST_NAME = 'manifest.json';

/** `package.name` of every manifest. */
export const PACKAGE_NAME = 'aero-guest-tools';

const SCHEMA_VERSION = 4;

/** One file of the media as the manifest lists it, identified by its path on the media. */
export type ManifestFile = DigestedFile;

/** `manifest.json`, schema version 4 (packager rules, 9. Outputs), with its own property names. */
export interface Manifest {
  readonly schema_version: typeof SCHEMA_VERSION;
  readonly package: {
    readonly name: typeof PACKAGE_NAME;
    readonly version: string;
    readonly build_id: string;
    /** Seconds since 1970-01-01 00:00:00 UTC. */
    readonly source_date_epoch: number;
  };
  readonly inputs: {
    /** `path` is a base name; `sha256` that of the canonical JSON. */
    readonly packaging_spec: { readonly path: string; readonly sha256: string };
    readonly windows_device_contract: {
      readonly path: string;
      readonly sha256: string;
      readonly contract_name: string;
      readonly contract_version: string;
      readonly schema_version: number;
    };
    readonly aero_packager_version: string;
  };
  /** Absent for Windows 7 on x86 and amd64, as in manifests made before targets existed. */
  readonly target?: ManifestTarget;
  readonly signing_policy: SigningPolicy;
  readonly certs_required: boolean;
  /** Paths relative to the workspace, components joined by `/`. */
  readonly provenance: {
    readonly packaging_spec_path: string;
    readonly packaging_spec_sha256: string;
    readonly windows_device_contract_path: string;
    readonly windows_device_contract_sha256: string;
  };
  /**
   * What the drivers were taken from, if they were taken by the list of a lock and not from the
   * image itself. `sha256`, `size` and `volume_id` are then what the lock says of the image.
   */
  readonly drivers_source?: {
    readonly kind: string;
    readonly sha256: string;
    readonly size: number;
    readonly volume_id: string | null;
    readonly list_sha256: string;
    readonly image_seen_whole: false;
  };
  /** By name and then by architecture; absent if nothing is known of the drivers. */
  readonly drivers?: readonly ManifestDriver[];
  /** In byte order of the path. */
  readonly files: readonly ManifestFile[];
}

/** The guests that the media support. */
export interface ManifestTarget {
  /** The id in packaging specs: `w11`. */
  readonly windows: string;
  /** The display name: `Windows 11`. */
  readonly name: string;
  readonly architectures: readonly Architecture[];
}

/**
 * A driver on the media: what it binds, who signed it, and whether Windows 7 accepts it. The
 * guest's scripts have no parser of INF files and recognise its devices by this.
 */
export interface ManifestDriver {
  readonly name: string;
  readonly architecture: Architecture;
  readonly version: string | null;
  readonly provider: string | null;
  /** In byte order of the path. */
  readonly infs: readonly ManifestInf[];
  /**
   * Hardware and compatible IDs that the INF files bind on the architecture, each once, as written
   * in the INF file.
   */
  readonly hardware_ids: readonly string[];
  /**
   * Services that the INF files install on the architecture, each once, as written in the INF file.
   */
  readonly services: readonly string[];
  readonly catalogs: readonly ManifestCatalog[];
  /**
   * The verdict of the Windows that the driver is for: `windows_7`, `windows_11`. Exactly one is
   * present.
   */
  readonly [field: VerdictField]: VerdictJson;
}

/** An INF file of a driver, with facts from its `[Version]`. */
export interface ManifestInf {
  /** On the media, components joined by `/`. */
  readonly path: string;
  readonly version: string | null;
  readonly provider: string | null;
}

/** A catalog of a driver. */
export interface ManifestCatalog {
  /** On the media, components joined by `/`. */
  readonly path: string;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
  readonly signer: string | null;
  /** Algorithm of the signature: `sha1`. */
  readonly signature_algorithm: string | null;
  /** Digest algorithms of the files that it lists. */
  readonly member_algorithms: readonly string[];
  /** When it was signed, in seconds since 1970. */
  readonly timestamp: number | null;
}

/** Everything in a manifest except the list of files. */
export interface ManifestFacts {
  readonly version: string;
  readonly buildId: string;
  /** Seconds since 1970-01-01 00:00:00 UTC. */
  readonly sourceDateEpoch: number;
  readonly signingPolicy: SigningPolicy;
  readonly packagerVersion: string;
  readonly packagingSpec: ManifestInput;
  readonly windowsDeviceContract: ManifestInput & {
    readonly contractName: string;
    readonly contractVersion: string;
    readonly schemaVersion: number;
  };
  /** What the drivers were taken from, if extract-drivers recorded it. */
  readonly driversSource?: ProvenanceSource | undefined;
  /** The guests that the media support. */
  readonly target: GuestTarget;
  /** The drivers on the media, as validate-spec has found them. */
  readonly drivers: readonly DriverReport[];
}

/** A declarative input of the build. */
export interface ManifestInput {
  /** Relative to the workspace, components joined by `/`. */
  readonly path: string;
  /** SHA-256 of the canonical JSON, lower-case hexadecimal. */
  readonly sha256: string;
}

/** Builds the manifest of a set of files. */
export function createManifest(facts: ManifestFacts, files: readonly ManifestFile[]): Manifest {
  const { packagingSpec: spec, windowsDeviceContract: contract } = facts;
  const drivers = driversInOrder(facts.drivers).flatMap((driver) => manifestDriver(driver) ?? []);
  return {
    schema_version: SCHEMA_VERSION,
    package: {
      name: PACKAGE_NAME,
      version: facts.version,
      build_id: facts.buildId,
      source_date_epoch: facts.sourceDateEpoch,
    },
    inputs: {
      packaging_spec: { path: baseName(spec.path), sha256: spec.sha256 },
      windows_device_contract: {
        path: baseName(contract.path),
        sha256: contract.sha256,
        contract_name: contract.contractName,
        contract_version: contract.contractVersion,
        schema_version: contract.schemaVersion,
      },
      aero_packager_version: facts.packagerVersion,
    },
    ...targetOf(facts.target),
    signing_policy: facts.signingPolicy,
    certs_required: facts.signingPolicy === 'test',
    provenance: {
      packaging_spec_path: spec.path,
      packaging_spec_sha256: spec.sha256,
      windows_device_contract_path: contract.path,
      windows_device_contract_sha256: contract.sha256,
    },
    ...driversSource(facts.driversSource),
    ...(drivers.length > 0 ? { drivers } : {}),
    files: files
      .map(({ path, sha256, size }) => ({ path, sha256, size }))
      .toSorted((a, b) => compareBytes(a.path, b.path)),
  };
}

/** Omitted for the original guests, so that their manifests do not change. */
function targetOf({ windows, architectures }: GuestTarget): Pick<Manifest, 'target'> {
  const isDefault =
    windows === DEFAULT_GUEST_TARGET.windows &&
    architectures.join() === DEFAULT_GUEST_TARGET.architectures.join();
  if (isDefault) return {};
  return { target: { windows: windows.id, name: windows.name, architectures } };
}

/**
 * Omitted if the files were taken from the source itself: then the files identify it, and the
 * licences name it.
 */
function driversSource(source: ProvenanceSource | undefined): Pick<Manifest, 'drivers_source'> {
  if (source?.list_sha256 === undefined) return {};
  const { kind, sha256, size, volume_id, list_sha256 } = source;
  return {
    drivers_source: { kind, sha256, size, volume_id, list_sha256, image_seen_whole: false },
  };
}

/** The drivers by name and then by architecture: the order in which the media list them. */
export function driversInOrder(drivers: readonly DriverReport[]): readonly DriverReport[] {
  return drivers.toSorted((a, b) =>
    compareBytes(`${a.name}/${a.architecture}`, `${b.name}/${b.architecture}`),
  );
}

function manifestDriver(driver: DriverReport): ManifestDriver | undefined {
  const { name, architecture, version, provider, signing } = driver;
  if (signing === undefined) return undefined;
  return {
    name,
    architecture,
    version: version ?? null,
    provider: provider ?? null,
    infs: driver.infFiles.map((inf) => ({
      path: driverMediaPath(driver, inf.path),
      version: inf.version ?? null,
      provider: inf.provider ?? null,
    })),
    hardware_ids: driver.hardwareIds,
    services: driver.services,
    catalogs: signing.catalogs.map((catalog) => ({
      path: driverMediaPath(driver, catalog.path),
      sha256: catalog.sha256,
      signer: catalog.signer ?? null,
      signature_algorithm: catalog.signatureAlgorithm ?? null,
      member_algorithms: catalog.memberAlgorithms,
      timestamp: catalog.timestamp ?? null,
    })),
    ...verdictFields(signing.verdict),
  };
}

/**
 * The bytes of `manifest.json`: UTF-8, indented by two spaces, one property per line, so that the
 * guest's batch scripts can search it.
 */
export function formatManifest(manifest: Manifest): Uint8Array {
  return Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`);
}

/**
 * Reads a manifest that {@link formatManifest} wrote.
 *
 * @throws InputError if it is not JSON, or not of schema version 4.
 */
export function parseManifest(bytes: Uint8Array, file: string): Manifest {
  return shapedJson(bytes, file, MANIFEST) as Manifest;
}

const COUNT_OR_NULL = orNull(COUNT);

const VERDICTS: Readonly<Record<string, Shape>> = Object.fromEntries(
  WINDOWS_TARGETS.map((windows) => [
    verdictField(windows.id),
    isJudgedByUpdates(windows)
      ? objectOf(
          { without_updates: ACCEPTANCE, with_updates: ACCEPTANCE, updates: listOf(TEXT) },
          { until: COUNT },
        )
      : objectOf({ secure_boot_on: ACCEPTANCE, secure_boot_off: ACCEPTANCE }, { until: COUNT }),
  ]),
);

const MANIFEST_DRIVER = objectOf(
  {
    name: TEXT,
    architecture: ARCHITECTURE,
    version: TEXT_OR_NULL,
    provider: TEXT_OR_NULL,
    infs: listOf(objectOf({ path: TEXT, version: TEXT_OR_NULL, provider: TEXT_OR_NULL })),
    hardware_ids: listOf(TEXT),
    services: listOf(TEXT),
    catalogs: listOf(
      objectOf({
        path: TEXT,
        sha256: TEXT,
        signer: TEXT_OR_NULL,
        signature_algorithm: TEXT_OR_NULL,
        member_algorithms: listOf(TEXT),
        timestamp: COUNT_OR_NULL,
      }),
    ),
  },
  VERDICTS,
);

const MANIFEST: Expected = {
  refusal: (file, flaw) => ({
    id: 'media.other-manifest',
    file,
    message: 'this is not a manifest of Aero Guest Tools media',
    ...flaw,
    remedy: 'build the media again',
  }),
  shape: objectOf(
    {
      schema_version: shape(
        `schema_version ${String(SCHEMA_VERSION)}`,
        (v) => v === SCHEMA_VERSION,
      ),
      package: objectOf({ name: TEXT, version: TEXT, build_id: TEXT, source_date_epoch: COUNT }),
      inputs: objectOf({
        packaging_spec: objectOf({ path: TEXT, sha256: TEXT }),
        windows_device_contract: objectOf({
          path: TEXT,
          sha256: TEXT,
          contract_name: TEXT,
          contract_version: TEXT,
          schema_version: COUNT,
        }),
        aero_packager_version: TEXT,
      }),
      signing_policy: TEXT,
      certs_required: BOOLEAN,
      provenance: objectOf({
        packaging_spec_path: TEXT,
        packaging_spec_sha256: TEXT,
        windows_device_contract_path: TEXT,
        windows_device_contract_sha256: TEXT,
      }),
      files: listOf(objectOf({ path: TEXT, sha256: TEXT, size: COUNT })),
    },
    {
      target: objectOf({ windows: WINDOWS, name: TEXT, architectures: listOf(ARCHITECTURE) }),
      drivers_source: objectOf({
        kind: TEXT,
        sha256: TEXT,
        size: COUNT,
        volume_id: TEXT_OR_NULL,
        list_sha256: TEXT,
      }),
      drivers: listOf(MANIFEST_DRIVER),
    },
  ),
};

/**
 * Refuses a file whose path is that of the manifest.
 *
 * @param path On the media, components joined by `/`.
 * @throws InputError if it is.
 */
export function refuseManifestPath(path: string): void {
  if (path.toLowerCase() !== MANIFEST_NAME) return;
  throw new InputError({
    file: path,
    id: 'path.of-manifest',
    message: 'the path is reserved for the generated manifest',
    remedy: 'leave the file out',
  });
}

function baseName(path: string): string {
  return posix.basename(path);
}
