import { damagedImage } from './damage';
import { examine, type Verdict } from './examine';
import { randomOfRound } from './random';
import type { Specimen } from './specimen';

/** A round that went wrong: a defect of the reader. */
export interface FailedRound {
  readonly round: number;
  /** What was damaged, and how. */
  readonly what: string;
  readonly error: string;
}

export interface RoundsOptions {
  readonly specimens: readonly Specimen[];
  readonly seed: number;
  /** The first round. */
  readonly from: number;
  /** The round after the last. */
  readonly to: number;
  /** Told before each round which one it is. */
  readonly onRound?: (round: number) => void;
}

export interface RoundsResult {
  readonly verdicts: Readonly<Record<Verdict, number>>;
  readonly failures: readonly FailedRound[];
}

/** Damages an image in each round, and examines it. */
export async function runRounds(options: RoundsOptions): Promise<RoundsResult> {
  const { specimens, seed, from, to, onRound } = options;
  const verdicts = { read: 0, refused: 0 };
  const failures: FailedRound[] = [];
  for (let round = from; round < to; round += 1) {
    onRound?.(round);
    const { specimen, damages, bytes } = damagedImage(specimens, randomOfRound(seed, round));
    try {
      verdicts[await examine(bytes)] += 1;
    } catch (error) {
      const what = `${specimen}: ${damages.join(', ')}`;
      failures.push({ round, what, error: (error as Error).stack ?? String(error) });
    }
  }
  return { verdicts, failures };
}
