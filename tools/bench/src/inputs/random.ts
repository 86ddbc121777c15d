/** A source of numbers that look random and are the same on every machine. */
export interface Random {
  /** A whole number from 0 to `below - 1`; `below` is at most 2^32. */
  below(below: number): number;
  /** A number from `least` to `most`, each order of magnitude as likely as any other. */
  logUniform(least: number, most: number): number;
  /** So many bytes. */
  bytes(length: number): Buffer;
}

/**
 * Marsaglia's xorshift generator of 32 bits with the shifts 13, 17 and 5 (Xorshift RNGs, Journal of
 * Statistical Software 8, 2003), which is enough to cut files from others.
 *
 * @param seed A whole number other than 0, of 32 bits.
 */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  if (state === 0) throw new RangeError('xorshift does not leave the state 0');
  const next = (): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    state >>>= 0;
    return state;
  };
  return {
    below: (below) => Math.floor((next() / 2 ** 32) * below),
    logUniform: (least, most) => Math.floor(least * (most / least) ** (next() / 2 ** 32)),
    bytes: (length) => {
      const bytes = Buffer.alloc(Math.ceil(length / 4) * 4);
      for (let offset = 0; offset < bytes.length; offset += 4) bytes.writeUInt32LE(next(), offset);
      return bytes.subarray(0, length);
    },
  };
}
