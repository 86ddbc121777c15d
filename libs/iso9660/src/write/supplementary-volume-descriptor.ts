import { type Hierarchy } from './hierarchy';
import { ucs2 } from './joliet-name';
import { volumeDescriptor, writeVolumeDescription, type Volume } from './volume-descriptor';

/**
 * UCS-2 level 3 (Joliet, SVD escape sequences field). Volume Flags are zero, since this escape
 * sequence counts as registered.
 */
const ESCAPE_SEQUENCES = '%/E';

/**
 * Renders the supplementary volume descriptor of a Joliet hierarchy (ECMA-119, 8.5): one sector.
 * Its text is UCS-2; the last byte of a field of odd length stays zero.
 */
export function supplementaryVolumeDescriptor(volume: Volume, hierarchy: Hierarchy): Buffer {
  const sector = volumeDescriptor(2);
  sector.write(ESCAPE_SEQUENCES, 88, 'latin1'); // Escape Sequences
  writeVolumeDescription(sector, volume, hierarchy, (text, length) => {
    const characters = Math.floor(length / 2);
    return ucs2(text.slice(0, characters).padEnd(characters));
  });
  return sector;
}
