import { posix } from 'node:path';
import { parseJson, type JsonValue } from '@aero-guest-tools/canonical-json';
import { InputError } from '@aero-guest-tools/diagnostics';
import type { Manifest } from '@aero-guest-tools/media';

/**
 * The parts of `driver-pack-manifest.json` that a description needs. (Packager rules, 8. Where
 * drivers come from.)
 */
export interface DriverPackManifest {
  readonly source: DriversSource;
  readonly drivers: readonly TakenDriver[];
  readonly missingDrivers: readonly MissingDriver[];
  /** Base names of the licences and notices that were taken from the source. */
  readonly notices: readonly string[];
}

/** What drivers were taken from. */
export interface DriversSource {
  /** `iso`, `zip` or `directory`. */
  readonly kind: string;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
  /** In bytes. */
  readonly size: number | undefined;
  /** Of an image: `virtio-win-0.1.173`. */
  readonly volumeId: string | undefined;
  /** SHA-256 of the lock's list by which the files were taken, if the image was not read whole. */
  readonly listSha256: string | undefined;
}

interface TakenDriver {
  readonly name: string;
  readonly architecture: string;
  readonly takenFrom: string;
}

/** An optional driver that the source does not have. */
export interface MissingDriver {
  readonly name: string;
  readonly architectures: readonly string[];
  readonly reason: string;
}

const PROVENANCE_FILE = /^licenses\/[^/]+\/driver-pack-manifest\.json$/;

/**
 * The path on the media of the file that records the drivers' source; undefined if there is none.
 */
export function driverPackManifestPath({ files }: Manifest): string | undefined {
  return files.find(({ path }) => PROVENANCE_FILE.test(path))?.path;
}

/**
 * Reads `driver-pack-manifest.json`, possibly from untrusted media.
 *
 * @throws InputError if it is not JSON, or does not state the source and the drivers.
 */
export function parseDriverPackManifest(bytes: Uint8Array, file: string): DriverPackManifest {
  const { source, drivers, missing_optional_drivers, notices } = objectOf(
    parseJson(bytes, file).value,
  );
  const { kind, sha256, size, volume_id, list_sha256 } = objectOf(source);
  if (typeof kind !== 'string' || typeof sha256 !== 'string' || !/^[0-9a-f]{64}$/.test(sha256)) {
    throw new InputError({
      file,
      id: 'media.no-driver-source',
      message: 'the file does not say where the drivers are from',
      expected: 'source.kind, and source.sha256 of 64 lower-case hexadecimal digits',
      remedy: 'build the media again, or leave the file out',
    });
  }
  return {
    source: {
      kind,
      sha256,
      size: typeof size === 'number' ? size : undefined,
      volumeId: textOf(volume_id),
      listSha256: textOf(list_sha256),
    },
    drivers: listOf(drivers).map((driver) => ({
      name: textOf(driver['name']) ?? '',
      architecture: textOf(driver['architecture']) ?? '',
      takenFrom: textOf(driver['taken_from']) ?? '',
    })),
    missingDrivers: listOf(missing_optional_drivers).map((driver) => ({
      name: textOf(driver['name']) ?? '',
      architectures: textsOf(driver['architectures']),
      reason: textOf(driver['reason']) ?? '',
    })),
    notices: textsOf(notices).map((path) => posix.basename(path)),
  };
}

type JsonObject = Readonly<Record<string, JsonValue | undefined>>;

function objectOf(value: JsonValue | undefined): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}

function listOf(value: JsonValue | undefined): readonly JsonObject[] {
  return Array.isArray(value) ? value.map((item: JsonValue) => objectOf(item)) : [];
}

function textOf(value: JsonValue | undefined): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function textsOf(value: JsonValue | undefined): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
