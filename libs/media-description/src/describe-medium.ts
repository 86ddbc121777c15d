import { basename } from 'node:path';
import { parseJson } from '@aero-guest-tools/canonical-json';
import {
  errorDiagnostic,
  missingDriversText,
  warningDiagnostic,
  type Diagnostic,
} from '@aero-guest-tools/diagnostics';
import {
  DRIVERS_PREFIX,
  parseDriverMediaPath,
} from '@aero-guest-tools/driver-layout/driver-media-path';
import { digestOfFile, verifiedContents, type DigestedFile } from '@aero-guest-tools/file-tree';
import { openFileSource, openIso9660Image } from '@aero-guest-tools/iso9660/read';
import { driversAt, type Manifest } from '@aero-guest-tools/media';
import { applySigningPolicy } from '@aero-guest-tools/media/apply-signing-policy';
import { openMedium, type Medium } from '@aero-guest-tools/media/medium';
import { verifyMedia } from '@aero-guest-tools/media/steps/verify-media';
import {
  parsePackagingSpec,
  reviewDriverTree,
  type DriverReview,
  type DriverTree,
} from '@aero-guest-tools/packaging-spec';
import { readDevicesCmd } from './devices-cmd';
import type { DriverPackManifest } from './driver-pack-manifest';
import { MAXIMUM_LICENCE_SIZE, readDriverPackParts } from './driver-pack-parts';
import { mediaDescription, type MediaDescription } from './media-description';

/**
 * In bytes: the largest file that is read whole; the checks of drivers have limits of their own.
 */
const MAXIMUM_FILE_SIZE = 512 * 1024 * 1024;

/** In bytes. A batch file with the devices of a contract has a few thousand. */
const MAXIMUM_DEVICES_CMD_SIZE = 1024 * 1024;

const DEVICES_CMD = 'config/devices.cmd';

/**
 * Describes existing media: verifies them against their manifest, and checks the drivers on them as
 * a build does. Problems that a build would refuse today are reported, but do not prevent the
 * description.
 *
 * @param path An ISO image, a zip archive, or a directory with the contents of the media.
 * @throws InputError if these are not media, or differ from their manifest.
 */
export async function describeMedium(path: string): Promise<MediaDescription> {
  const { manifest } = await verifyMedia({ medium: path });
  const medium = await openMedium(path);
  const review = await reviewDrivers(medium, manifest);
  const drivers = driversAt(review.drivers, manifest.package.source_date_epoch);
  const { driverPack, licences } = await readDriverPackParts(manifest, (file) =>
    medium.read(file, MAXIMUM_LICENCE_SIZE),
  );
  return mediaDescription({
    manifest,
    outputs:
      medium.kind === 'directory' ? [] : [{ name: basename(path), ...(await digestOfFile(path)) }],
    volumeId: medium.kind === 'iso' ? await volumeIdOf(path) : undefined,
    drivers,
    driverPack,
    licences,
    diagnostics: [
      ...review.problems.map((problem) => errorDiagnostic(problem)),
      ...review.warnings,
      // Whether a mismatch was allowed is not recorded; media with the policy none exist all the
      // same.
      ...applySigningPolicy(drivers, {
        policy: manifest.signing_policy,
        allowCatalogMismatch: true,
      }),
      ...missingDrivers(driverPack),
    ],
  });
}

/** Checks all drivers on the media. The spec that they were checked against is not on the media. */
async function reviewDrivers(medium: Medium, manifest: Manifest): Promise<DriverReview> {
  const paths = manifest.files
    .filter((file) => file.path.startsWith(DRIVERS_PREFIX))
    .map((file) => ({ ...file, path: file.path.slice(DRIVERS_PREFIX.length) }));
  const names = new Map(
    manifest.files
      .flatMap((file) => parseDriverMediaPath(file.path) ?? [])
      .map(({ name }) => [name.toLowerCase(), name]),
  );
  if (names.size === 0) return { drivers: [], warnings: [], problems: [] };
  const spec = {
    // The target of the manifest, so that drivers for another Windows are not judged as if for
    // Windows 7.
    ...(manifest.target && {
      target: {
        windows: manifest.target.windows,
        architectures: [...manifest.target.architectures],
      },
    }),
    drivers: Array.from(names.values(), (name) => ({
      name,
      required: false,
      // Every file on the media was allowed.
      allow_path_regexes: ['.*'],
    })),
  };
  const tree: DriverTree = {
    root: `${medium.path}: drivers`,
    files: paths.map((file) => ({ ...file, open: () => contentsOf(medium, file) })),
    directories: directoriesOf(paths.map(({ path }) => path)),
  };
  const devicesCmd = await medium.read(DEVICES_CMD, MAXIMUM_DEVICES_CMD_SIZE);
  return reviewDriverTree(tree, {
    spec: parsePackagingSpec(parseJson(JSON.stringify(spec), medium.path)),
    devicesCmdVariables: readDevicesCmd(Buffer.from(devicesCmd ?? []).toString('latin1')),
  });
}

/** Contents with the digest in the manifest, against which the medium was verified. */
function contentsOf(medium: Medium, file: DigestedFile): AsyncIterable<Uint8Array> {
  const name = DRIVERS_PREFIX + file.path;
  const open = async function* () {
    yield (await medium.read(name, MAXIMUM_FILE_SIZE)) ?? Buffer.of();
  };
  return verifiedContents({ ...file, open }, `${medium.path}: ${name}`);
}

/** The directories that files imply, in byte order. */
function directoriesOf(paths: readonly string[]): readonly string[] {
  const directories = new Set<string>();
  for (const path of paths) {
    for (let end = path.indexOf('/'); end >= 0; end = path.indexOf('/', end + 1)) {
      directories.add(path.slice(0, end));
    }
  }
  return [...directories].toSorted((a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
}

async function volumeIdOf(path: string): Promise<string> {
  const source = await openFileSource(path);
  try {
    return (await openIso9660Image(source)).volumeId;
  } finally {
    await source.close();
  }
}

function missingDrivers(driverPack: DriverPackManifest | undefined): readonly Diagnostic[] {
  const missing = driverPack?.missingDrivers ?? [];
  if (missing.length === 0) return [];
  return [
    warningDiagnostic({
      id: 'media.optional-driver-missing',
      message: missingDriversText(missing),
      found: [...new Set(missing.map(({ reason }) => reason))].join('; '),
      remedy: `add the ${missing.length === 1 ? 'driver' : 'drivers'} if the guest needs ${missing.length === 1 ? 'it' : 'them'}`,
    }),
  ];
}
