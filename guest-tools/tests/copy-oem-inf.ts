/** Where Windows maps the program, and the places in it: one page each for code and data, as in the file. */
const IMAGE_BASE = 0x1_4000_0000;
const CODE = 0x1000;
const DATA = 0x2000;
const PAGE = 0x1000;
const HEADERS = 0x200;

/** Longer than any path of Windows, in characters. */
const PATH_LENGTH = 520;

/**
 * A program for 64-bit Windows, of three calls: it publishes the INF file whose path is in the environment variable
 * INF by SetupCopyOEMInf, and ends with 0 if that succeeds, else with 1. Batch files can call no function with these
 * parameters, and rundll32 cannot either; a compiler for Windows is rare.
 *
 * Source of the format: "PE Format", Microsoft; of the calls: "x64 calling convention", "SetupCopyOEMInfW".
 */
export function copyOemInfProgram(): Uint8Array {
  const data = new DataPage();
  const imports = data.imports({
    'kernel32.dll': ['GetEnvironmentVariableW', 'ExitProcess'],
    'setupapi.dll': ['SetupCopyOEMInfW'],
  });
  const name = data.add(Buffer.from('INF\0', 'utf16le'));
  const path = data.add(Buffer.alloc(2 * PATH_LENGTH));
  const code = new CodePage();
  code.bytes('4883ec48'); // sub rsp, 0x48: four parameters in registers, four on the stack, aligned to 16
  code.relative('488d0d', name); // lea rcx, name
  code.relative('488d15', path); // lea rdx, path
  code.bytes('41b8').dword(PATH_LENGTH); // mov r8d, PATH_LENGTH
  code.relative('ff15', imports.addressOf('GetEnvironmentVariableW')); // call
  code.relative('488d0d', path); // lea rcx, path
  code.bytes('31d2'); // xor edx, edx: no OEMSourceMediaLocation
  code.bytes('41b801000000'); // mov r8d, 1: SPOST_PATH
  code.bytes('4531c9'); // xor r9d, r9d: CopyStyle 0
  for (const offset of ['20', '28', '30', '38']) {
    code.bytes(`48c74424${offset}00000000`); // mov qword [rsp + offset], 0: nothing is returned but success
  }
  code.relative('ff15', imports.addressOf('SetupCopyOEMInfW')); // call
  code.bytes('31c985c00f94c1'); // xor ecx, ecx; test eax, eax; sete cl
  code.relative('ff15', imports.addressOf('ExitProcess')); // call

  const file = Buffer.alloc(3 * PAGE);
  headers(imports.directory, imports.size).copy(file);
  code.contents.copy(file, CODE);
  data.contents.copy(file, DATA);
  return file;
}

/** Machine code at {@link CODE}. */
class CodePage {
  readonly contents = Buffer.alloc(PAGE);
  private length = 0;

  bytes(hex: string): this {
    this.length += this.contents.write(hex, this.length, 'hex');
    return this;
  }

  dword(value: number): this {
    this.length = this.contents.writeInt32LE(value, this.length);
    return this;
  }

  /** An instruction whose operand is an address relative to the one behind it. */
  relative(opcode: string, address: number): this {
    this.bytes(opcode);
    return this.dword(address - (CODE + this.length + 4));
  }
}

/** Data at {@link DATA}; addresses are relative to the image. */
class DataPage {
  readonly contents = Buffer.alloc(PAGE);
  private length = 0;

  add(bytes: Uint8Array): number {
    const address = DATA + this.length;
    this.contents.set(bytes, this.length);
    this.length = Math.ceil((this.length + bytes.length) / 8) * 8;
    return address;
  }

  /** Import directory, tables and names. */
  imports(libraries: Readonly<Record<string, readonly string[]>>): {
    readonly directory: number;
    readonly size: number;
    readonly addressOf: (name: string) => number;
  } {
    const addresses = new Map<string, number>();
    const entries = Object.entries(libraries).map(([library, functions]) => {
      const hints = functions.map((name) => this.add(Buffer.from(`\0\0${name}\0`, 'latin1')));
      const table = Buffer.alloc(8 * (functions.length + 1));
      for (const [index, hint] of hints.entries()) table.writeUInt32LE(hint, 8 * index);
      const lookup = this.add(table);
      const address = this.add(table);
      for (const [index, name] of functions.entries()) addresses.set(name, address + 8 * index);
      return [lookup, 0, 0, this.add(Buffer.from(`${library}\0`, 'latin1')), address];
    });
    const directory = Buffer.alloc(20 * (entries.length + 1));
    for (const [index, value] of entries.flat().entries())
      directory.writeUInt32LE(value, 4 * index);
    return {
      directory: this.add(directory),
      size: directory.length,
      addressOf: (name) => {
        const address = addresses.get(name);
        if (address === undefined) throw new Error(`${name} is not imported`);
        return address;
      },
    };
  }
}

/** Everything before the first page: DOS header, file header, optional header (PE32+), two sections. */
function headers(importDirectory: number, importSize: number): Buffer {
  const header = Buffer.alloc(HEADERS);
  header.write('MZ', 0, 'latin1');
  header.writeUInt32LE(0x40, 0x3c);
  header.write('PE', 0x40, 'latin1');
  header.writeUInt16LE(0x8664, 0x44); // IMAGE_FILE_MACHINE_AMD64
  header.writeUInt16LE(2, 0x46); // sections
  header.writeUInt16LE(0xf0, 0x54); // size of the optional header
  header.writeUInt16LE(0x22, 0x56); // executable, large addresses
  const optional = 0x58;
  header.writeUInt16LE(0x20b, optional); // PE32+
  header.writeUInt32LE(PAGE, optional + 4); // size of code
  header.writeUInt32LE(PAGE, optional + 8); // size of data
  header.writeUInt32LE(CODE, optional + 16); // entry point
  header.writeUInt32LE(CODE, optional + 20); // base of code
  header.writeBigUInt64LE(BigInt(IMAGE_BASE), optional + 24);
  header.writeUInt32LE(PAGE, optional + 32); // alignment of sections in memory
  header.writeUInt32LE(HEADERS, optional + 36); // alignment in the file
  header.writeUInt16LE(6, optional + 40); // operating system 6.1
  header.writeUInt16LE(1, optional + 42);
  header.writeUInt16LE(6, optional + 48); // subsystem 6.1
  header.writeUInt16LE(1, optional + 50);
  header.writeUInt32LE(3 * PAGE, optional + 56); // size of the image
  header.writeUInt32LE(HEADERS, optional + 60); // size of the headers
  header.writeUInt16LE(3, optional + 68); // IMAGE_SUBSYSTEM_WINDOWS_CUI
  for (const [index, size] of [0x10_0000, 0x1000, 0x10_0000, 0x1000].entries()) {
    header.writeBigUInt64LE(BigInt(size), optional + 72 + 8 * index); // stack and heap
  }
  header.writeUInt32LE(16, optional + 108); // data directories
  header.writeUInt32LE(importDirectory, optional + 120);
  header.writeUInt32LE(importSize, optional + 124);
  const sections = optional + 0xf0;
  for (const [index, [name, address, flags]] of (
    [
      ['.text', CODE, 0x6000_0020],
      ['.data', DATA, 0xc000_0040],
    ] as const
  ).entries()) {
    const section = sections + 40 * index;
    header.write(name, section, 'latin1');
    header.writeUInt32LE(PAGE, section + 8); // size in memory
    header.writeUInt32LE(address, section + 12);
    header.writeUInt32LE(PAGE, section + 16); // size in the file
    header.writeUInt32LE(address, section + 20); // place in the file
    header.writeUInt32LE(flags, section + 36);
  }
  return header;
}
