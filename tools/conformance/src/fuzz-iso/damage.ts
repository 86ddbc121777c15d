import type { Random } from './random';
import type { Specimen } from './specimen';

const SECTOR = 2048;

/** Volume Space Size of the primary volume descriptor (ECMA-119, 8.4.8). */
const VOLUME_SPACE_SIZE = 16 * SECTOR + 80;

/** A way to damage an image, which stays as long as it is. */
interface Damage {
  readonly name: string;
  readonly apply: (bytes: Buffer, specimen: Specimen, random: Random) => void;
}

/** An image after it was damaged. */
export interface DamagedImage {
  readonly specimen: string;
  readonly damages: readonly string[];
  readonly bytes: Buffer;
}

const DAMAGES: readonly Damage[] = [
  { name: 'bits flipped', apply: flipBits },
  { name: 'bytes replaced', apply: replaceBytes },
  { name: 'a number replaced', apply: replaceNumber },
  { name: 'a directory record changed', apply: changeRecord },
  { name: 'a system use entry changed', apply: changeSystemUseEntry },
  { name: 'bytes copied from elsewhere', apply: copyBytes },
  { name: 'a sector copied from elsewhere', apply: copySector },
  { name: 'bytes zeroed', apply: zeroBytes },
];

/** One image in so many is truncated, too. */
const TRUNCATED_ONE_IN = 6;

/** Damages one of the specimens in one to three ways, which the random numbers choose. */
export function damagedImage(specimens: readonly Specimen[], random: Random): DamagedImage {
  const specimen = random.pick(specimens);
  const bytes = Buffer.from(specimen.bytes);
  const damages: string[] = [];
  for (let count = random.below(3); count >= 0; count -= 1) {
    const { name, apply } = random.pick(DAMAGES);
    apply(bytes, specimen, random);
    damages.push(name);
  }
  if (random.below(TRUNCATED_ONE_IN) !== 0) return { specimen: specimen.name, damages, bytes };
  damages.push('truncated');
  return { specimen: specimen.name, damages, bytes: truncated(bytes, random) };
}

function flipBits(bytes: Buffer, { used }: Specimen, random: Random): void {
  for (let count = random.below(8); count >= 0; count -= 1) {
    const offset = random.pick(used);
    put(bytes, offset, (bytes[offset] ?? 0) ^ (1 << random.below(8)));
  }
}

function replaceBytes(bytes: Buffer, { used }: Specimen, random: Random): void {
  for (let count = random.below(4); count >= 0; count -= 1) {
    put(bytes, random.pick(used), random.below(256));
  }
}

function replaceNumber(bytes: Buffer, { used }: Specimen, random: Random): void {
  putNumber(bytes, random.pick(used), anyNumber(bytes, random));
}

function changeRecord(bytes: Buffer, { records }: Specimen, random: Random): void {
  if (records.length === 0) return;
  const record = random.pick(records);
  const other = random.pick(records);
  random.pick([
    () => put(bytes, record, random.pick([0, 1, 33, 34, 35, 254, 255, random.below(256)])),
    () => put(bytes, record + 1, random.below(256)),
    () => putNumber(bytes, record + 2, anyNumber(bytes, random)),
    () => putNumber(bytes, record + 10, anyNumber(bytes, random)),
    // The extent of another file or directory, so that a directory may come to hold itself.
    () => bytes.copy(bytes, record + 2, other + 2, other + 18),
    () => bytes.copy(bytes, record + 2, other + 2, other + 10),
    () => put(bytes, record + 25, random.pick([0, 1, 2, 4, 0x80, 0x82, random.below(256)])),
    () => put(bytes, record + 26 + random.below(2), random.below(256)),
    () => put(bytes, record + 32, random.pick([0, 1, 255, random.below(256)])),
    () => put(bytes, record + 33 + random.below(8), random.pick([0, 1, 0x2e, 0x2f, 0x3b, 0xd8])),
    // The whole record of another one, which may have another length.
    () => bytes.copy(bytes, record, other, other + (bytes[other] ?? 0)),
  ])();
}

function changeSystemUseEntry(bytes: Buffer, { systemUseEntries }: Specimen, random: Random): void {
  if (systemUseEntries.length === 0) return;
  const entry = random.pick(systemUseEntries);
  const other = random.pick(systemUseEntries);
  random.pick([
    () => bytes.copy(bytes, entry, other, other + 2),
    () => put(bytes, entry + 2, random.pick([0, 1, 3, 4, 5, 255, random.below(256)])),
    () => put(bytes, entry + 3, random.below(3)),
    () => put(bytes, entry + 4, random.pick([0, 1, 2, 4, 8, random.below(256)])),
    () => putNumber(bytes, entry + 4 + 8 * random.below(3), anyNumber(bytes, random)),
    () => bytes.copy(bytes, entry, other, other + (bytes[other + 2] ?? 0)),
  ])();
}

function copyBytes(bytes: Buffer, { used }: Specimen, random: Random): void {
  const from = random.pick(used);
  bytes.copy(bytes, random.pick(used), from, from + 1 + random.below(64));
}

function copySector(bytes: Buffer, _: Specimen, random: Random): void {
  const sectors = Math.floor(bytes.length / SECTOR);
  const from = random.below(sectors) * SECTOR;
  bytes.copy(bytes, random.below(sectors) * SECTOR, from, from + SECTOR);
}

function zeroBytes(bytes: Buffer, { used }: Specimen, random: Random): void {
  const start = random.pick(used);
  bytes.fill(0, start, Math.min(start + 1 + random.below(64), bytes.length));
}

/** Half of the time the volume descriptor says so, so that what is missing is found on the way. */
function truncated(bytes: Buffer, random: Random): Buffer {
  const sectors = random.below(Math.floor(bytes.length / SECTOR) + 1);
  const short = bytes.subarray(0, sectors * SECTOR + random.pick([0, 0, 0, random.below(SECTOR)]));
  if (random.below(2) === 0) putNumber(short, VOLUME_SPACE_SIZE, sectors);
  return short;
}

/** A number that is worth a try: extreme, a sector of the image or about its size, or any. */
function anyNumber(bytes: Buffer, random: Random): number {
  const sectors = Math.ceil(bytes.length / SECTOR);
  const extremes = [
    0,
    1,
    16,
    sectors - 1,
    sectors,
    bytes.length,
    0x7fffffff,
    0x80000000,
    0xffffffff,
  ];
  return random.pick([...extremes, random.below(sectors + 1), random.below(2 ** 32)]);
}

/** A byte, if it lies inside the image. */
function put(bytes: Buffer, offset: number, value: number): void {
  if (offset < bytes.length) bytes[offset] = value;
}

/** A number of 32 bits, both ways round (ECMA-119, 7.3.3). */
function putNumber(bytes: Buffer, offset: number, value: number): void {
  if (offset + 8 > bytes.length) return;
  bytes.writeUInt32LE(value, offset);
  bytes.writeUInt32BE(value, offset + 4);
}
