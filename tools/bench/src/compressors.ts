import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { constants, crc32, deflateRawSync, inflateRawSync } from 'node:zlib';

const USAGE = `Usage: node tools/bench/dist/compressors.js DIRECTORY [MIB]

Compares the compressors that libs/zip could use with zip -9, each in one thread:
compresses files of a directory, MIB MiB of them (default: 64), one at a time, and
prints a table in Markdown. Times are those of the processor. Compressors that are
not installed are left out; to have them all:

  npm install --no-save fflate@0.8.3 pako@3.0.3 @zip.js/zip.js@2.24.0 \\
    wasm-flate@1.0.2
`;

type Compress = (data: Uint8Array) => Uint8Array | Promise<Uint8Array>;

/** A package that compresses in the format of RFC 1951. */
interface Candidate {
  readonly name: string;
  /** Package and version; nothing for what is a part of Node. */
  readonly packageName?: string;
  /** Undefined where there is no choice. */
  readonly levels: readonly (number | undefined)[];
  readonly load: (level: number) => Compress | Promise<Compress>;
}

const MIB = 2 ** 20;

/** How often all files are compressed, unless that takes minutes; the quickest time counts. */
const RUNS = 3;
const SECONDS = 60;

const CANDIDATES: readonly Candidate[] = [
  {
    name: 'pako',
    packageName: 'pako',
    levels: [9, 6],
    load: async (level) => {
      const { deflateRaw } = await imported<{
        deflateRaw: (data: Uint8Array, options: object) => Uint8Array;
      }>('pako');
      return (data) => deflateRaw(data, { level });
    },
  },
  {
    name: `zlib of Node ${process.versions.node}, for comparison`,
    levels: [9, 6],
    load: (level) => (data) => deflateRawSync(data, { level }),
  },
  {
    name: 'fflate',
    packageName: 'fflate',
    levels: [9, 6],
    load: async (level) => {
      const { deflateSync } = await imported<{
        deflateSync: (data: Uint8Array, options: object) => Uint8Array;
      }>('fflate');
      return (data) => deflateSync(data, { level });
    },
  },
  {
    name: 'zlib as WebAssembly',
    packageName: '@zip.js/zip.js',
    levels: [9, 6, 5, 4],
    load: zlibOfZipJs,
  },
  {
    name: 'miniz as WebAssembly',
    packageName: 'wasm-flate',
    levels: [undefined],
    load: async () => {
      const module = await imported<{ deflate_encode_raw: Compress }>('wasm-flate');
      return module.deflate_encode_raw;
    },
  },
  {
    name: 'libdeflate as WebAssembly',
    packageName: 'libdeflate',
    levels: [9, 8, 7, 6, 5, 4, 2],
    load: async (level) => {
      const { deflate } = await imported<{
        deflate: (data: Uint8Array, level: number) => Uint8Array;
      }>('libdeflate');
      return (data) => deflate(data, level);
    },
  },
];

const packages = createRequire(__filename);

async function imported<Module>(packageName: string): Promise<Module> {
  const module = (await import(packageName)) as Module & { readonly default?: Module };
  return module.default ?? module;
}

/** What the WebAssembly of zip.js exports, as far as it is used here. */
interface ZipModule {
  readonly memory: { readonly buffer: ArrayBuffer };
  readonly malloc: (size: number) => number;
  readonly free: (address: number) => void;
  readonly deflate_new: () => number;
  readonly deflate_init_raw: (stream: number, level: number) => number;
  /** The number of bytes in the lower 24 bits, zlib's result above. */
  readonly deflate_process: (
    stream: number,
    input: number,
    inputSize: number,
    output: number,
    outputSize: number,
    flush: number,
  ) => number;
  readonly deflate_end: (stream: number) => number;
}

/** Of what every JavaScript engine has, and the types of Node do not. */
declare const WebAssembly: {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Instance: new (module: object) => { readonly exports: ZipModule };
};

function zlibOfZipJs(level: number): Compress {
  const bytes = readFileSync(packages.resolve('@zip.js/zip.js/dist/zip-module.wasm'));
  const { exports: zlib } = new WebAssembly.Instance(new WebAssembly.Module(bytes));
  return (data) => {
    const stream = zlib.deflate_new();
    if (zlib.deflate_init_raw(stream, level) !== constants.Z_OK) throw new Error('zlib failed');
    const outputSize = data.length + (data.length >> 10) + 64;
    const [input, output] = [zlib.malloc(data.length), zlib.malloc(outputSize)];
    new Uint8Array(zlib.memory.buffer).set(data, input);
    const { Z_FINISH } = constants;
    const result = zlib.deflate_process(stream, input, data.length, output, outputSize, Z_FINISH);
    if (result >> 24 !== constants.Z_STREAM_END) throw new Error('zlib failed');
    const deflated = new Uint8Array(zlib.memory.buffer).slice(output, output + (result & 0xffffff));
    zlib.deflate_end(stream);
    zlib.free(input);
    zlib.free(output);
    return deflated;
  };
}

/** Files from all over a directory, about so many bytes of them, in an order that does not change. */
function sampleFiles(directory: string, bytes: number): readonly string[] {
  const paths = readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((path) => statSync(join(directory, path)).isFile())
    .toSorted();
  const total = paths.reduce((sum, path) => sum + statSync(join(directory, path)).size, 0);
  const every = Math.max(1, Math.round(total / bytes));
  return paths.filter((_, index) => index % every === 0);
}

interface Measurement {
  /** Bytes of compressed data, where a file that does not get smaller counts as it is. */
  readonly size: number;
  /** Of the processor. */
  readonly seconds: number;
}

/** Nothing where `zip` and `unzip` are not installed. */
function measureZip(directory: string, paths: readonly string[]): Measurement | undefined {
  const work = mkdtempSync(join(tmpdir(), 'compressors-'));
  try {
    const archive = join(work, 'zip.zip');
    const timed = spawnSync('sh', ['-c', 'zip -9 -q -X "$1" -@ && times', 'sh', archive], {
      cwd: directory,
      input: paths.join('\n'),
      encoding: 'utf8',
    });
    // The second line of `times` is that of the children: 0m1.230s 0m0.040s.
    const [, children = ''] = timed.stdout.split('\n');
    const seconds = [...children.matchAll(/([0-9]+)m([0-9.]+)s/g)].reduce(
      (sum, [, minutes, rest]) => sum + Number(minutes) * 60 + Number(rest),
      0,
    );
    const totals = spawnSync('unzip', ['-Zt', archive], { encoding: 'utf8' });
    const size = / ([0-9]+) bytes compressed/.exec(totals.stdout)?.[1];
    return size === undefined ? undefined : { size: Number(size), seconds };
  } finally {
    rmSync(work, { recursive: true });
  }
}

async function measure(compress: Compress, files: readonly Uint8Array[]): Promise<Measurement> {
  for (const file of files.slice(0, 50)) {
    if (crc32(inflateRawSync(await compress(file))) !== crc32(file)) throw new Error('wrong data');
  }
  let size = 0;
  let quickest = Infinity;
  let all = 0;
  for (let run = 0; run < RUNS && all < SECONDS; run++) {
    const before = process.cpuUsage();
    size = 0;
    for (const file of files) size += Math.min((await compress(file)).length, file.length);
    const { user, system } = process.cpuUsage(before);
    const seconds = (user + system) / 1e6;
    quickest = Math.min(quickest, seconds);
    all += seconds;
  }
  return { size, seconds: quickest };
}

async function main([directory, mebibytes = '64']: readonly string[]): Promise<void> {
  if (directory === undefined) {
    process.stderr.write(USAGE);
    process.exitCode = 2;
    return;
  }
  const paths = sampleFiles(directory, Number(mebibytes) * MIB);
  const files = paths.map((path) => readFileSync(join(directory, path)));
  const total = files.reduce((sum, file) => sum + file.length, 0);
  process.stdout.write(`${String(files.length)} files, ${(total / MIB).toFixed(1)} MiB\n\n`);
  process.stdout.write('| compressor | package | level | MiB a second | size |\n');
  process.stdout.write('| --- | --- | --: | --: | --: |\n');
  const zip = measureZip(directory, paths);
  const row = (name: string, origin: string, level: string, found: Measurement): void => {
    const speed = (total / MIB / found.seconds).toFixed(1);
    const size = zip === undefined ? '' : (found.size / zip.size).toFixed(3);
    process.stdout.write(`| ${[name, origin, level, speed, size].join(' | ')} |\n`);
  };
  if (zip !== undefined) row('`zip`', '', '9', zip);
  for (const { name, packageName = '', levels, load } of CANDIDATES) {
    for (const level of levels) {
      const compress = await Promise.resolve(load(level ?? 0)).catch(() => undefined);
      if (compress === undefined) {
        process.stderr.write(`left out: ${packageName} is not installed\n`);
        break;
      }
      row(name, packageName, level?.toString() ?? '', await measure(compress, files));
    }
  }
}

void main(process.argv.slice(2));
