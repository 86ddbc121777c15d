import { parseInf } from '@aero-guest-tools/inf';
import type { DescribedDriver, Description } from './description';

/** A driver that Windows 7 accepts, with an INF file. */
export function driver(
  properties: Partial<DescribedDriver> = {},
  inf = '[Version]\n',
): DescribedDriver {
  const { name = 'viostor', architecture = 'amd64', windows = 'w7' } = properties;
  const path = `${name}.inf`;
  return {
    name,
    architecture,
    windows,
    directory: `${name}/${windows}/${architecture}`,
    version: '61.0.0.1',
    date: '01/31/2020',
    provider: 'Somebody',
    hardwareIds: ['PCI\\VEN_1AF4&DEV_1042'],
    services: [{ name, start: 'boot' }],
    catalogs: [
      { path: `${name}.cat`, sha256: 'c'.repeat(64), memberAlgorithms: [], signerName: 'Signer' },
    ],
    verdict: { withoutUpdates: 'accepted', withUpdates: 'accepted', updates: [] },
    problems: [],
    files: [{ path, size: inf.length, sha256: Buffer.from(inf).toString('hex') }],
    infs: new Map([[path, parseInf(Buffer.from(inf), path)]]),
    ...properties,
  };
}

/** An image with some drivers. */
export function image(
  drivers: readonly DescribedDriver[],
  properties: Partial<Description> = {},
): Description {
  return {
    kind: 'virtio-win',
    label: 'a.iso',
    identity: {
      kind: 'iso',
      sha256: 'a'.repeat(64),
      size: 1_000_000,
      volume_id: 'virtio-win-0.1.285',
    },
    volumeId: 'virtio-win-0.1.285',
    release: undefined,
    manifest: undefined,
    drivers,
    otherFolders: [],
    files: [],
    problems: [],
    ...properties,
  };
}
