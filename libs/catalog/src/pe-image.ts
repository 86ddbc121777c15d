/** Part of a file, in bytes. */
export interface FileRange {
  readonly offset: number;
  readonly length: number;
}

/** A section, as described by its header. */
export interface PeSection {
  readonly name: string;
  readonly characteristics: number;
}

/** The parts of a Portable Executable image that signing needs ("PE Format"). */
export interface PeImage {
  /** Machine of the COFF file header. */
  readonly machine: number;
  /** Subsystem of the optional header. */
  readonly subsystem: number;
  /** SectionAlignment of the optional header, in bytes. */
  readonly sectionAlignment: number;
  /** The sections whose headers are inside the file. */
  readonly sections: readonly PeSection[];
  /** The CheckSum field of the optional header. */
  readonly checkSum: FileRange;
  /** The entry of the attribute certificate table in the data directories; absent if there is none. */
  readonly certificateTableEntry?: FileRange;
  /** The attribute certificate table; absent if there is none. */
  readonly certificateTable?: FileRange;
}

const DOS_SIGNATURE = 0x5a4d; // MZ
const PE_SIGNATURE = 0x0000_4550; // PE\0\0
const COFF_HEADER_SIZE = 20;
const SECTION_ALIGNMENT_OFFSET = 32;
const CHECKSUM_OFFSET = 64;
const SUBSYSTEM_OFFSET = 68;
const CERTIFICATE_TABLE_INDEX = 4;
const DATA_DIRECTORY_SIZE = 8;
const SECTION_HEADER_SIZE = 40;
const SECTION_NAME_SIZE = 8;
const CHARACTERISTICS_OFFSET = 36;

/** Offset of the data directories, by the magic number of the optional header: PE32 and PE32+. */
const DATA_DIRECTORIES_OFFSETS: ReadonlyMap<number, number> = new Map([
  [0x10b, 96],
  [0x20b, 112],
]);

/**
 * Reads the headers of a PE image.
 *
 * @returns Undefined if the bytes are not a PE image: then a signature covers all bytes of the
 *   file.
 */
export function readPeImage(bytes: Uint8Array): PeImage | undefined {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.byteLength < 64 || view.getUint16(0, true) !== DOS_SIGNATURE) return undefined;
  const header = view.getUint32(60, true);
  const optionalHeader = header + 4 + COFF_HEADER_SIZE;
  if (optionalHeader + SUBSYSTEM_OFFSET + 2 > view.byteLength) return undefined;
  if (view.getUint32(header, true) !== PE_SIGNATURE) return undefined;
  const dataDirectories = DATA_DIRECTORIES_OFFSETS.get(view.getUint16(optionalHeader, true));
  if (dataDirectories === undefined) return undefined;
  const optionalHeaderSize = view.getUint16(header + 4 + 16, true);
  const entry = {
    offset: optionalHeader + dataDirectories + CERTIFICATE_TABLE_INDEX * DATA_DIRECTORY_SIZE,
    length: DATA_DIRECTORY_SIZE,
  };
  const image = {
    machine: view.getUint16(header + 4, true),
    subsystem: view.getUint16(optionalHeader + SUBSYSTEM_OFFSET, true),
    sectionAlignment: view.getUint32(optionalHeader + SECTION_ALIGNMENT_OFFSET, true),
    sections: sectionsOf(
      bytes,
      optionalHeader + optionalHeaderSize,
      view.getUint16(header + 6, true),
    ),
    checkSum: { offset: optionalHeader + CHECKSUM_OFFSET, length: 4 },
  };
  const end = Math.min(view.byteLength, optionalHeader + optionalHeaderSize);
  const count = dataDirectories - 4;
  const hasEntry =
    entry.offset + entry.length <= end &&
    view.getUint32(optionalHeader + count, true) > CERTIFICATE_TABLE_INDEX;
  if (!hasEntry) return image;
  const table = {
    offset: view.getUint32(entry.offset, true),
    length: view.getUint32(entry.offset + 4, true),
  };
  return {
    ...image,
    certificateTableEntry: entry,
    ...(table.length === 0 ? {} : { certificateTable: table }),
  };
}

function sectionsOf(bytes: Uint8Array, offset: number, count: number): readonly PeSection[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const room = Math.max(0, Math.floor((bytes.length - offset) / SECTION_HEADER_SIZE));
  return Array.from({ length: Math.min(count, room) }, (_, index) => {
    const header = offset + index * SECTION_HEADER_SIZE;
    const name = Buffer.from(bytes.subarray(header, header + SECTION_NAME_SIZE)).toString('latin1');
    return {
      name: name.replace(/\0.*$/s, ''),
      characteristics: view.getUint32(header + CHARACTERISTICS_OFFSET, true),
    };
  });
}
