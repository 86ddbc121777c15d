/** Architectures of Windows 7, named as the folders of a virtio-win image are. */
export type Architecture = 'x86' | 'amd64';

/** What {@link portableExecutable} makes. */
export interface ExecutableKind {
  /** `arm64` too, which Windows 7 is not made for. */
  readonly architecture: Architecture | 'arm64';
  /** A kernel driver (`.sys`) or a library (`.dll`). */
  readonly kind: 'driver' | 'library';
  /** ASCII text that stands in the read-only data, so that whoever finds the file knows what it is. */
  readonly label: string;
}

const FILE_ALIGNMENT = 0x200;
const SECTION_ALIGNMENT = 0x1000;
const PE_SIGNATURE_OFFSET = 0x80;
const COFF_HEADER_OFFSET = PE_SIGNATURE_OFFSET + 4;
const COFF_HEADER_SIZE = 20;
const OPTIONAL_HEADER_OFFSET = COFF_HEADER_OFFSET + COFF_HEADER_SIZE;
/**
 * From the PE signature on. The same in PE32 and PE32+, since the wider `ImageBase` takes the room of
 * `BaseOfData`.
 */
const CHECKSUM_DISTANCE = 4 + COFF_HEADER_SIZE + 64;
const DATA_DIRECTORIES = 16;

/** `Machine` of the COFF file header. */
const MACHINES: Readonly<Record<ExecutableKind['architecture'], number>> = {
  x86: 0x014c,
  amd64: 0x8664,
  arm64: 0xaa64,
};

interface Section {
  readonly name: string;
  readonly contents: Uint8Array;
  readonly characteristics: number;
}

/**
 * A minimal, well-formed portable executable of Windows 7 with two sections: `.text`, whose entry
 * point returns at once, and `.rdata` with the label. It imports, exports and relocates nothing,
 * carries no time, and its checksum is right, as the kernel demands of drivers.
 *
 * Microsoft, "PE Format": MS-DOS Stub, COFF File Header, Optional Header, Section Table.
 */
export function portableExecutable(executable: ExecutableKind): Uint8Array {
  const sections: readonly Section[] = [
    // IMAGE_SCN_CNT_CODE | MEM_EXECUTE | MEM_READ
    { name: '.text', contents: entryPointCode(executable), characteristics: 0x60000020 },
    // IMAGE_SCN_CNT_INITIALIZED_DATA | MEM_READ
    {
      name: '.rdata',
      contents: Buffer.from(`${executable.label}\0`, 'ascii'),
      characteristics: 0x40000040,
    },
  ];
  const headers = Buffer.alloc(FILE_ALIGNMENT);
  writeDosHeader(headers);
  headers.write('PE\0\0', PE_SIGNATURE_OFFSET, 'latin1');
  writeCoffHeader(headers, executable, sections.length);
  const sectionTable = writeOptionalHeader(headers, executable, sections);
  writeSectionTable(headers, sectionTable, sections);

  const image = Buffer.concat([headers, ...sections.map(({ contents }) => padded(contents))]);
  image.writeUInt32LE(imageChecksum(image), PE_SIGNATURE_OFFSET + CHECKSUM_DISTANCE);
  return image;
}

/** A DOS program that prints a line and ends with status 1. */
function writeDosHeader(headers: Buffer): void {
  headers.write('MZ', 0, 'latin1');
  headers.writeUInt16LE(0x90, 2); // e_cblp: bytes on the last page
  headers.writeUInt16LE(3, 4); // e_cp: pages
  headers.writeUInt16LE(4, 8); // e_cparhdr: paragraphs of header
  headers.writeUInt16LE(0xffff, 12); // e_maxalloc
  headers.writeUInt16LE(0xb8, 16); // e_sp
  headers.writeUInt16LE(0x40, 24); // e_lfarlc
  headers.writeUInt32LE(PE_SIGNATURE_OFFSET, 60); // e_lfanew
  // push cs; pop ds; mov dx, 0x0e; mov ah, 9; int 0x21; mov ax, 0x4c01; int 0x21
  Buffer.from('0e1fba0e00b409cd21b8014ccd21', 'hex').copy(headers, 0x40);
  headers.write('Aero sample. Not a DOS program.\r\r\n$', 0x4e, 'latin1');
}

function writeCoffHeader(headers: Buffer, executable: ExecutableKind, sections: number): void {
  const is64Bit = executable.architecture !== 'x86';
  // IMAGE_FILE_EXECUTABLE_IMAGE, and LARGE_ADDRESS_AWARE or 32BIT_MACHINE
  const characteristics =
    0x0002 | (is64Bit ? 0x0020 : 0x0100) | (executable.kind === 'library' ? 0x2000 : 0);
  headers.writeUInt16LE(MACHINES[executable.architecture], COFF_HEADER_OFFSET); // Machine
  headers.writeUInt16LE(sections, COFF_HEADER_OFFSET + 2); // NumberOfSections
  headers.writeUInt16LE(is64Bit ? 240 : 224, COFF_HEADER_OFFSET + 16); // SizeOfOptionalHeader
  headers.writeUInt16LE(characteristics, COFF_HEADER_OFFSET + 18);
}

/** @returns The offset behind the optional header, where the section table stands. */
function writeOptionalHeader(
  headers: Buffer,
  { architecture, kind }: ExecutableKind,
  sections: readonly Section[],
): number {
  const is64Bit = architecture !== 'x86';
  const isLibrary = kind === 'library';
  const at = OPTIONAL_HEADER_OFFSET;
  headers.writeUInt16LE(is64Bit ? 0x20b : 0x10b, at); // Magic: PE32+ or PE32
  headers.writeUInt32LE(FILE_ALIGNMENT, at + 4); // SizeOfCode
  headers.writeUInt32LE(FILE_ALIGNMENT, at + 8); // SizeOfInitializedData
  headers.writeUInt32LE(SECTION_ALIGNMENT, at + 16); // AddressOfEntryPoint
  headers.writeUInt32LE(SECTION_ALIGNMENT, at + 20); // BaseOfCode
  if (is64Bit) {
    headers.writeBigUInt64LE(isLibrary ? 0x1_8000_0000n : 0x1_0000n, at + 24); // ImageBase
  } else {
    headers.writeUInt32LE(2 * SECTION_ALIGNMENT, at + 24); // BaseOfData
    headers.writeUInt32LE(isLibrary ? 0x1000_0000 : 0x1_0000, at + 28); // ImageBase
  }
  headers.writeUInt32LE(SECTION_ALIGNMENT, at + 32);
  headers.writeUInt32LE(FILE_ALIGNMENT, at + 36);
  headers.writeUInt16LE(6, at + 40); // MajorOperatingSystemVersion
  headers.writeUInt16LE(1, at + 42); // MinorOperatingSystemVersion
  headers.writeUInt16LE(6, at + 48); // MajorSubsystemVersion
  headers.writeUInt16LE(1, at + 50); // MinorSubsystemVersion
  headers.writeUInt32LE((sections.length + 1) * SECTION_ALIGNMENT, at + 56); // SizeOfImage
  headers.writeUInt32LE(FILE_ALIGNMENT, at + 60); // SizeOfHeaders
  headers.writeUInt16LE(isLibrary ? 2 : 1, at + 68); // Subsystem: WINDOWS_GUI or NATIVE
  headers.writeUInt16LE(0x0140, at + 70); // DllCharacteristics: DYNAMIC_BASE | NX_COMPAT
  const word = is64Bit ? 8 : 4;
  // SizeOfStackReserve, SizeOfStackCommit, SizeOfHeapReserve, SizeOfHeapCommit
  for (const [index, size] of [0x100000, 0x1000, 0x100000, 0x1000].entries()) {
    headers.writeUInt32LE(size, at + 72 + index * word);
  }
  const directoryCount = at + 72 + 4 * word + 4; // behind LoaderFlags
  headers.writeUInt32LE(DATA_DIRECTORIES, directoryCount); // NumberOfRvaAndSizes
  return directoryCount + 4 + 8 * DATA_DIRECTORIES;
}

function writeSectionTable(headers: Buffer, table: number, sections: readonly Section[]): void {
  for (const [index, { name, contents, characteristics }] of sections.entries()) {
    const at = table + 40 * index;
    headers.write(name, at, 'latin1');
    headers.writeUInt32LE(contents.length, at + 8); // VirtualSize
    headers.writeUInt32LE((index + 1) * SECTION_ALIGNMENT, at + 12); // VirtualAddress
    headers.writeUInt32LE(FILE_ALIGNMENT, at + 16); // SizeOfRawData
    headers.writeUInt32LE((index + 1) * FILE_ALIGNMENT, at + 20); // PointerToRawData
    headers.writeUInt32LE(characteristics, at + 36);
  }
}

/**
 * `DriverEntry` that returns STATUS_UNSUCCESSFUL, or `DllMain` that returns TRUE. On x86 both are
 * `stdcall`, which pops the two or three arguments.
 */
function entryPointCode({ architecture, kind }: ExecutableKind): Uint8Array {
  if (architecture === 'arm64') {
    // mov w0, #1; for a driver movk w0, #0xc000, lsl #16; ret
    const high = kind === 'driver' ? '0000b872' : '';
    return Buffer.from(`20008052${high}c0035fd6`, 'hex');
  }
  const moveToEax = kind === 'driver' ? 'b8010000c0' : 'b801000000';
  const returnNear = { driver: 'c20800', library: 'c20c00' }[kind];
  return Buffer.from(moveToEax + (architecture === 'amd64' ? 'c3' : returnNear), 'hex');
}

function padded(contents: Uint8Array): Buffer {
  if (contents.length > FILE_ALIGNMENT) throw new RangeError('a section is larger than its room');
  const section = Buffer.alloc(FILE_ALIGNMENT);
  section.set(contents);
  return section;
}

/**
 * The `CheckSum` of the optional header, as `CheckSumMappedFile` of ImageHlp computes it: the
 * 16-bit words of the file added with end-around carry, the field itself as zero, plus the size of
 * the file, which is even.
 */
export function imageChecksum(image: Uint8Array): number {
  const view = new DataView(image.buffer, image.byteOffset, image.byteLength);
  const field = view.getUint32(60, true) + CHECKSUM_DISTANCE;
  let sum = 0;
  for (let offset = 0; offset < image.length; offset += 2) {
    if (offset === field || offset === field + 2) continue;
    sum += view.getUint16(offset, true);
    sum = (sum & 0xffff) + (sum >>> 16);
  }
  return sum + image.length;
}
