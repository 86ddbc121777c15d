import { testCertificate, type Architecture } from '@aero-guest-tools/sample-virtio-win';
import {
  ARCHITECTURES,
  fixtureDriverFiles,
  type FixtureDriver,
  type FixtureFile,
} from './fixture-drivers';

/** Name of the certificate in every tree. */
export const CERTIFICATE_NAME = 'aero-test.cer';

/** Folders of the drivers below `packages/`: each way that CI names one. */
const DRIVER_RELS: Readonly<Record<FixtureDriver, string>> = {
  aerogpu: 'drivers/aerogpu',
  'virtio-blk': 'windows7/virtio-blk',
  'virtio-net': 'windows7/virtio/net',
  'virtio-input': 'windows7/virtio-input',
  'virtio-snd': 'windows7/virtio/snd',
};

const DRIVERS = Object.keys(DRIVER_RELS) as readonly FixtureDriver[];

const CERTIFICATE: FixtureFile = { path: `certs/${CERTIFICATE_NAME}`, contents: testCertificate() };

/** What CI leaves in `out/`: `packages/<driverRel>/{x86,x64}/**` and `certs/`. */
export function ciOutputFiles(): readonly FixtureFile[] {
  const folders = { x86: 'x86', amd64: 'x64' };
  return [
    ...treeOf(
      DRIVERS,
      (driver, architecture) => `packages/${DRIVER_RELS[driver]}/${folders[architecture]}`,
    ),
    CERTIFICATE,
  ];
}

/** The same drivers as the packager lays them out: `{x86,amd64}/<driver>/**`, and `certs/`. */
export function packagerLayoutFiles(): readonly FixtureFile[] {
  return [...treeOf(DRIVERS, (driver, architecture) => `${architecture}/${driver}`), CERTIFICATE];
}

/**
 * What a local build leaves: `{x86,x64}/{aero_virtio_blk,aero_virtio_net}/**`, without certificates.
 */
export function driverOutFiles(): readonly FixtureFile[] {
  const names: Partial<Record<FixtureDriver, string>> = {
    'virtio-blk': 'aero_virtio_blk',
    'virtio-net': 'aero_virtio_net',
  };
  const folders = { x86: 'x86', amd64: 'x64' };
  return treeOf(
    ['virtio-blk', 'virtio-net'],
    (driver, architecture) => `${folders[architecture]}/${names[driver] ?? driver}`,
  );
}

function treeOf(
  drivers: readonly FixtureDriver[],
  folderOf: (driver: FixtureDriver, architecture: Architecture) => string,
): readonly FixtureFile[] {
  return drivers.flatMap((driver) =>
    ARCHITECTURES.flatMap((architecture) =>
      fixtureDriverFiles(driver, architecture).map(({ path, contents }) => ({
        path: `${folderOf(driver, architecture)}/${path}`,
        contents,
      })),
    ),
  );
}
