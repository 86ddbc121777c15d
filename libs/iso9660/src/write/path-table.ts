import { type Directory } from './directory';
import { identifierLength, writeIdentifier } from './identifier';

/** The properties that the length of a path table record depends on. */
type NamedDirectory = Pick<Directory, 'identifier' | 'characterLength'>;

/** Bytes of the path table that lists these directories. */
export function pathTableSize(directories: readonly NamedDirectory[]): number {
  return directories.reduce((size, directory) => size + pathTableRecordLength(directory), 0);
}

/**
 * Renders a path table (ECMA-119, 6.9 and 9.4).
 *
 * @param directories In the order of their numbers.
 * @param type `L` records numbers little-endian, `M` big-endian.
 */
export function pathTable(directories: readonly Directory[], type: 'L' | 'M'): Buffer {
  const table = Buffer.alloc(pathTableSize(directories));
  let offset = 0;
  for (const directory of directories) {
    const { identifier, characterLength, extent, parentNumber } = directory;
    table.writeUInt8(identifierLength(identifier, characterLength), offset); // Length of Directory Identifier
    table.writeUInt8(0, offset + 1); // Extended Attribute Record Length
    if (type === 'L') {
      table.writeUInt32LE(extent.location, offset + 2); // Location of Extent
      table.writeUInt16LE(parentNumber, offset + 6); // Parent Directory Number
    } else {
      table.writeUInt32BE(extent.location, offset + 2); // Location of Extent
      table.writeUInt16BE(parentNumber, offset + 6); // Parent Directory Number
    }
    writeIdentifier(table, identifier, characterLength, offset + 8); // Directory Identifier
    offset += pathTableRecordLength(directory);
  }
  return table;
}

/** Even, since a padding byte follows an identifier of odd length (ECMA-119, 9.4.6). */
function pathTableRecordLength({ identifier, characterLength }: NamedDirectory): number {
  const length = identifierLength(identifier, characterLength);
  return 8 + length + (length % 2);
}
