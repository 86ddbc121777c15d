import { netkvmInf } from './inf/netkvm';
import { driverCatalog } from './driver-catalog';
import { vioinputInf } from './inf/vioinput';
import { viosndInf } from './inf/viosnd';
import { viostorInf } from './inf/viostor';
import type { InfTarget } from './inf/inf-target';
import { portableExecutable, type Architecture } from './portable-executable';

/** A file of the sample image. */
export interface SampleFile {
  /** Relative to the root of the image, components joined by `/`. */
  readonly path: string;
  readonly contents: Uint8Array;
}

interface SampleDriver {
  /** Folder at the root of the image, spelled as upstream spells it. */
  readonly folder: string;
  /** Base name of the INF, the catalog and the program database. */
  readonly name: string;
  readonly inf: (target: InfTarget) => string;
  readonly drivers: readonly string[];
  readonly libraries: readonly string[];
  /** Folders of Windows versions that the driver is there for. */
  readonly systems: readonly ('w7' | 'w8')[];
}

/** As upstream has them, `vioinput` for Windows 7 too; and `viosnd`, which upstream does not have. */
const DRIVERS: readonly SampleDriver[] = [
  {
    folder: 'viostor',
    name: 'viostor',
    inf: viostorInf,
    drivers: ['viostor.sys'],
    libraries: [],
    systems: ['w7', 'w8'],
  },
  {
    folder: 'NetKVM',
    name: 'netkvm',
    inf: netkvmInf,
    drivers: ['netkvm.sys'],
    libraries: ['netkvmco.dll'],
    systems: ['w7', 'w8'],
  },
  {
    folder: 'vioinput',
    name: 'vioinput',
    inf: vioinputInf,
    drivers: ['vioinput.sys', 'viohidkmdf.sys'],
    libraries: ['WdfCoInstaller01009.dll'],
    systems: ['w7'],
  },
  {
    folder: 'viosnd',
    name: 'viosnd',
    inf: viosndInf,
    drivers: ['viosnd.sys'],
    libraries: [],
    systems: ['w7'],
  },
];

/** NT version and `DriverVer` of each folder; they differ, so that a wrong choice shows. */
const SYSTEMS = {
  w7: { version: '6.1', driverVer: '01/01/2020,61.0.0.1' },
  w8: { version: '6.2', driverVer: '01/01/2020,62.0.0.1' },
} as const;

const ARCHITECTURES: readonly Architecture[] = ['x86', 'amd64'];

const LICENSE = `Aero sample of a virtio-win image

The files of this image are made by tools/sample-virtio-win. They stand in for the drivers of a real
virtio-win image where the packager is tried or tested, and drive no device. They may be used under
the terms of the MIT license or of the Apache License 2.0, as the packager itself.
`;

/**
 * The files of a stand-in for `virtio-win.iso`: `viostor`, `NetKVM`, `vioinput` and `viosnd` for Windows 7 on
 * both architectures, with INFs shaped like the real ones, and signed by a key that everybody has; `w8` folders and program databases that
 * must not reach the media; a license, a version marker and `data/info.json` at the places where a
 * real image has them. The same bytes on every call.
 */
export function sampleVirtioWinFiles(): readonly SampleFile[] {
  return [
    ...DRIVERS.flatMap((driver) =>
      driver.systems.flatMap((system) =>
        ARCHITECTURES.flatMap((architecture) => driverFiles(driver, system, architecture)),
      ),
    ),
    textFile('virtio-win_license.txt', LICENSE),
    textFile('VERSION', 'virtio-win-0.0.0-sample\n'),
    textFile('data/info.json', '{\n  "drivers": []\n}\n'),
  ];
}

function driverFiles(
  driver: SampleDriver,
  system: 'w7' | 'w8',
  architecture: Architecture,
): readonly SampleFile[] {
  const { version, driverVer } = SYSTEMS[system];
  const directory = `${driver.folder}/${system}/${architecture}`;
  const inf = driver.inf({ decoration: `NT${architecture}.${version}`, driverVer });
  const executable = (name: string, kind: 'driver' | 'library'): SampleFile => ({
    path: `${directory}/${name}`,
    contents: portableExecutable({
      architecture,
      kind,
      label: `Aero sample of ${directory}/${name}. It drives nothing.`,
    }),
  });
  const signed = [
    // Windows setup text files have CRLF line ends.
    textFile(`${directory}/${driver.name}.inf`, inf.replaceAll('\n', '\r\n')),
    ...driver.drivers.map((name) => executable(name, 'driver')),
    ...driver.libraries.map((name) => executable(name, 'library')),
  ];
  const named = signed.map(({ path, contents }) => ({
    path: path.slice(directory.length + 1),
    contents,
  }));
  return [
    ...signed,
    {
      path: `${directory}/${driver.name}.cat`,
      contents: driverCatalog(named, architecture, undefined, system),
    },
    textFile(
      `${directory}/${driver.name}.pdb`,
      `Aero sample of ${directory}/${driver.name}.pdb. Must not reach the media.\n`,
    ),
  ];
}

function textFile(path: string, text: string): SampleFile {
  return { path, contents: Buffer.from(text, 'ascii') };
}
