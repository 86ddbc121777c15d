import {
  driverCatalog,
  portableExecutable,
  type Architecture,
  type ExecutableKind,
} from '@aero-guest-tools/sample-virtio-win';
import { AERO_VIRTIO_BLK_INF } from './inf/aero-virtio-blk';
import { AERO_VIRTIO_INPUT_INF, AERO_VIRTIO_TABLET_INF } from './inf/aero-virtio-input';
import { AERO_VIRTIO_NET_INF } from './inf/aero-virtio-net';
import { AERO_VIRTIO_SND_INF } from './inf/aero-virtio-snd';
import { AEROGPU_INF } from './inf/aerogpu';

export const ARCHITECTURES: readonly Architecture[] = ['x86', 'amd64'];

/** A file of a driver, or of a tree of drivers. */
export interface FixtureFile {
  /** Components joined by `/`. */
  readonly path: string;
  readonly contents: Uint8Array;
}

/** The drivers that there are fixtures of, by the names that the media know them by. */
export type FixtureDriver = 'aerogpu' | 'virtio-blk' | 'virtio-net' | 'virtio-input' | 'virtio-snd';

interface DriverParts {
  /** Base name of the catalog and the program database. */
  readonly name: string;
  /** INF texts by file name. */
  readonly infs: Readonly<Record<string, string>>;
  /** Libraries besides `<name>.sys`. */
  readonly libraries: Readonly<Record<Architecture, readonly string[]>>;
}

const NO_LIBRARIES = { x86: [], amd64: [] };
const CO_INSTALLER = ['WdfCoInstaller01009.dll'];

const DRIVERS: Readonly<Record<FixtureDriver, DriverParts>> = {
  aerogpu: {
    name: 'aerogpu',
    infs: { 'aerogpu_dx11.inf': AEROGPU_INF },
    libraries: { x86: ['aerogpu_d3d9.dll'], amd64: ['aerogpu_d3d9.dll', 'aerogpu_d3d9_x64.dll'] },
  },
  'virtio-blk': {
    name: 'aero_virtio_blk',
    infs: { 'aero_virtio_blk.inf': AERO_VIRTIO_BLK_INF },
    libraries: NO_LIBRARIES,
  },
  'virtio-net': {
    name: 'aero_virtio_net',
    infs: { 'aero_virtio_net.inf': AERO_VIRTIO_NET_INF },
    libraries: NO_LIBRARIES,
  },
  'virtio-input': {
    name: 'aero_virtio_input',
    infs: {
      'aero_virtio_input.inf': AERO_VIRTIO_INPUT_INF,
      'aero_virtio_tablet.inf': AERO_VIRTIO_TABLET_INF,
    },
    libraries: { x86: CO_INSTALLER, amd64: CO_INSTALLER },
  },
  'virtio-snd': {
    name: 'aero_virtio_snd',
    infs: { 'aero_virtio_snd.inf': AERO_VIRTIO_SND_INF },
    libraries: NO_LIBRARIES,
  },
};

/**
 * The files of a driver for one architecture: INFs shaped like the real ones, executables that return
 * at once, a test-signed catalog of them, and a program database that must not reach the media. The same
 * bytes on every call.
 */
export function fixtureDriverFiles(
  driver: FixtureDriver,
  architecture: Architecture,
): readonly FixtureFile[] {
  const { name, infs, libraries } = DRIVERS[driver];
  const label = (file: string): string =>
    `Aero fixture of ${architecture}/${file}. Drives nothing.`;
  const executable = (file: string, kind: ExecutableKind['kind']): FixtureFile => ({
    path: file,
    contents: portableExecutable({ architecture, kind, label: label(file) }),
  });
  const signed = [
    // Windows setup text files have CRLF line ends.
    ...Object.entries(infs).map(([file, inf]) => textFile(file, inf.replaceAll('\n', '\r\n'))),
    executable(`${name}.sys`, 'driver'),
    ...libraries[architecture].map((file) => executable(file, 'library')),
  ];
  return [
    ...signed,
    { path: `${name}.cat`, contents: driverCatalog(signed, architecture) },
    textFile(`${name}.pdb`, `${label(`${name}.pdb`)} Must not reach the media.\n`),
  ];
}

function textFile(path: string, text: string): FixtureFile {
  return { path, contents: Buffer.from(text, 'ascii') };
}
