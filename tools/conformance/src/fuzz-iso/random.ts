import { createHash } from 'node:crypto';

/** A source of numbers that look random, and are the same ones for the same seed. */
export interface Random {
  /** A whole number from 0 on, less than `end`. */
  readonly below: (end: number) => number;
  /** One of the items, of which there is at least one. */
  readonly pick: <T>(items: readonly T[]) => T;
}

/** The numbers of one round, which do not depend on those of the rounds before it (xorshift, Marsaglia 2003). */
export function randomOfRound(seed: number, round: number): Random {
  const digest = createHash('sha256')
    .update(`${String(seed)} ${String(round)}`)
    .digest();
  // Zero is the one state that xorshift never leaves.
  let state = digest.readUInt32LE(0) || 1;
  const below = (end: number): number => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % end;
  };
  return {
    below,
    pick: <T>(items: readonly T[]): T => {
      const item = items[below(items.length)];
      if (item === undefined) throw new RangeError('there is nothing to pick from');
      return item;
    },
  };
}
