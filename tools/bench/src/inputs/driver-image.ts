import { cutFile, type CutFile } from './cut-file';
import { seededRandom, type Random } from './random';

/** Folders of an image as virtio-win has them: `<driver>/<Windows version>/<architecture>/`. */
const DRIVERS = [
  'Balloon',
  'NetKVM',
  'fwcfg',
  'pvpanic',
  'qemupciserial',
  'qxldod',
  'sriov',
  'viofs',
  'viogpudo',
  'vioinput',
  'viorng',
  'vioscsi',
  'vioserial',
  'viostor',
];
const SYSTEMS = 'xp 2k3 2k8 w7 2k8R2 w8 w8.1 2k12 2k12R2 w10 2k16 2k19'.split(' ');
const ARCHITECTURES = ['amd64', 'x86'];

/**
 * Decides on all files of an image in the layout of virtio-win, as many bytes as are asked for, or a
 * few more. A directory holds what a driver has: INF, catalog, the driver, a library, and program
 * databases, which are the most of it.
 *
 * @param dataLength Bytes of the driver data that they are cut from.
 */
export function driverImageFiles(
  seed: number,
  bytes: number,
  dataLength: number,
): readonly CutFile[] {
  const random = seededRandom(seed);
  const directories = DRIVERS.flatMap((driver) =>
    SYSTEMS.flatMap((system) =>
      ARCHITECTURES.map((architecture) => ({
        driver,
        path: `${driver}/${system}/${architecture}`,
      })),
    ),
  );
  const share = Math.ceil(bytes / directories.length);
  return [
    cutFile('virtio-win_license.txt', 1567, dataLength, random),
    ...directories.flatMap(({ driver, path }) =>
      Object.entries(driverFiles(driver.toLowerCase(), share, random)).map(([name, size]) =>
        cutFile(`${path}/${name}`, size, dataLength, random),
      ),
    ),
  ];
}

/** Names and sizes of the files of one directory, whose sizes add up to `share`. */
function driverFiles(name: string, share: number, random: Random): Record<string, number> {
  const files = {
    [`${name}.inf`]: random.logUniform(3_000, 8_000),
    [`${name}.cat`]: random.logUniform(7_000, 11_000),
    [`${name}.sys`]: random.logUniform(40_000, 180_000),
    [`${name}co.dll`]: random.logUniform(10_000, 60_000),
    [`${name}co.pdb`]: random.logUniform(200_000, 600_000),
  };
  const rest = share - Object.values(files).reduce((sum, size) => sum + size, 0);
  return { ...files, [`${name}.pdb`]: rest };
}
