import { foldCase } from '../names';

/** Virtio devices whose drivers CI keeps in a folder of their own below `virtio`. */
const VIRTIO_DEVICES: ReadonlySet<string> = new Set(['blk', 'net', 'snd', 'input']);

/** What `aerogpu` is also called. */
const AEROGPU_ALIAS = 'aero-gpu';

/**
 * The name that the media know a driver by which CI keeps in a folder. (Packager rules, 8. Where
 * drivers come from: `drivers/aerogpu` and `aero-gpu` mean `aerogpu`; `windows7/virtio-blk` and
 * `windows7/virtio/blk` mean `virtio-blk`, likewise net, snd and input.) Any other driver goes by the
 * last component of its folder, whatever stands above it.
 *
 * @param driverRel The folder relative to the packages, components joined by `/`.
 */
export function driverNameOf(driverRel: string): string {
  const components = driverRel.split('/');
  const last = components.at(-1) ?? driverRel;
  if (foldCase(last) === AEROGPU_ALIAS) return 'aerogpu';
  const isBelowVirtio = foldCase(components.at(-2) ?? '') === 'virtio';
  if (isBelowVirtio && VIRTIO_DEVICES.has(foldCase(last))) return `virtio-${foldCase(last)}`;
  return last;
}
