/**
 * The sets of names that one image can hold for the same files:
 *
 * - `rock-ridge`: the names of the POSIX file system that the image was made from (RRIP, entry NM);
 * - `joliet`: a separate tree with names in UCS-2, as Windows reads them;
 * - `iso9660-1999`: the enhanced volume descriptor, names of up to 207 bytes;
 * - `iso9660`: the names that every image has, mostly in capitals and cut to 8.3 or 31 characters.
 */
export type NameSpace = 'rock-ridge' | 'joliet' | 'iso9660-1999' | 'iso9660';

/**
 * Best first: those that are closest to the author's names. Rock Ridge keeps any name of 255 bytes
 * byte for byte, and undoes the relocation of deep directories. Joliet cuts names after 64 or 103
 * characters but has a known encoding. ISO 9660:1999 keeps more characters but does not record the
 * encoding. The plain names always exist.
 */
export const NAME_SPACES: readonly NameSpace[] = [
  'rock-ridge',
  'joliet',
  'iso9660-1999',
  'iso9660',
];
