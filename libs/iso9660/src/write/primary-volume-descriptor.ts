import { type Hierarchy } from './hierarchy';
import { volumeDescriptor, writeVolumeDescription, type Volume } from './volume-descriptor';

/** Renders the primary volume descriptor (ECMA-119, 8.4): one sector. */
export function primaryVolumeDescriptor(volume: Volume, hierarchy: Hierarchy): Buffer {
  const sector = volumeDescriptor(1);
  writeVolumeDescription(sector, volume, hierarchy, (text, length) =>
    Buffer.from(text.slice(0, length).padEnd(length), 'latin1'),
  );
  return sector;
}
