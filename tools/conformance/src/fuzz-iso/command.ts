import { mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { command, progress, UsageError } from '../command';
import { inWorkDirectory } from '../work-directory';
import { damagedImage } from './damage';
import { randomOfRound } from './random';
import type { FailedRound, RoundsResult } from './rounds';
import type { Specimen } from './specimen';
import { makeSpecimens } from './specimens';
import { runWatchedWorker } from './watched-worker';

const DEFAULT_SEED = 1;
const DEFAULT_ROUNDS = 100_000;

/** Rounds between two signs of life. */
const ROUNDS_TOGETHER = 5000;

/** Who has found so many defects has something to do. */
const MAXIMUM_FAILURES = 10;

/** A round takes some milliseconds. */
const SECONDS_PER_ROUND = 20;

const USAGE = `Usage: node tools/conformance/dist/main.js fuzz-iso [OPTIONS]

Damages images, and reads them: each has to be read, or refused with the one
error there is for that, in bounded time and memory. Images that are not are
kept, and how to make them again is printed.

  --seed NUMBER    another number damages in other ways; default: ${String(DEFAULT_SEED)}
  --rounds NUMBER  how many images; default: ${String(DEFAULT_ROUNDS)}
  --round NUMBER   this one only
  --directory DIR  where to write; default: ${tmpdir()}
  --help           this text
`;

export const fuzzIsoCommand = command(
  'damages images, and reads them',
  USAGE,
  {
    seed: { type: 'string', default: String(DEFAULT_SEED) },
    rounds: { type: 'string', default: String(DEFAULT_ROUNDS) },
    round: { type: 'string' },
    directory: { type: 'string', default: tmpdir() },
  },
  async (options) => {
    const seed = wholeNumber('--seed', options.seed);
    const [from, to] =
      options.round === undefined
        ? [0, wholeNumber('--rounds', options.rounds)]
        : [wholeNumber('--round', options.round), wholeNumber('--round', options.round) + 1];
    const { directory } = options;
    const specimens = await inWorkDirectory(makeSpecimens, directory);
    const verdicts = { read: 0, refused: 0 };
    const failures: FailedRound[] = [];
    let next = from;
    while (next < to && failures.length < MAXIMUM_FAILURES) {
      const end = Math.min(next + ROUNDS_TOGETHER, to);
      const ended = await examineRounds(specimens, seed, next, end);
      verdicts.read += ended.verdicts.read;
      verdicts.refused += ended.verdicts.refused;
      failures.push(...ended.failures);
      next = ended.next;
      progress(`${String(next)} rounds, ${String(failures.length)} failed`);
    }
    await mkdir(directory, { recursive: true });
    for (const failure of failures) await report(failure, specimens, seed, directory);
    const { read, refused } = verdicts;
    process.stdout.write(
      `seed ${String(seed)}, ${String(specimens.length)} images, ${String(next - from)} rounds: ` +
        `${String(read)} read, ${String(refused)} refused, ${String(failures.length)} failed\n`,
    );
    return failures.length === 0 ? 0 : 1;
  },
);

/** Runs some rounds in a thread; what it leaves undone because it had to be ended is for the next. */
async function examineRounds(
  specimens: readonly Specimen[],
  seed: number,
  from: number,
  to: number,
): Promise<RoundsResult & { readonly next: number }> {
  const end = await runWatchedWorker<RoundsResult>(
    join(__dirname, 'worker.js'),
    { specimens, seed, from, to },
    SECONDS_PER_ROUND,
  );
  if (end.kind === 'done') return { ...end.result, next: to };
  const { round, error } = end;
  return {
    verdicts: { read: 0, refused: 0 },
    failures: [{ round, what: 'the thread had to be ended', error }],
    next: round + 1,
  };
}

async function report(
  { round, what, error }: FailedRound,
  specimens: readonly Specimen[],
  seed: number,
  directory: string,
): Promise<void> {
  const image = join(directory, `fuzz-iso-${String(seed)}-${String(round)}.iso`);
  await writeFile(image, damagedImage(specimens, randomOfRound(seed, round)).bytes);
  const again = `fuzz-iso --seed ${String(seed)} --round ${String(round)}`;
  process.stdout.write(
    `round ${String(round)} failed: ${what}\n${error}\n` +
      `  again: node tools/conformance/dist/main.js ${again}\n` +
      `  image: ${image}\n`,
  );
}

function wholeNumber(option: string, text: string): number {
  const number = Number(text);
  if (/^\d+$/.test(text) && number < 2 ** 31) return number;
  throw new UsageError(`${option} ${text}: not a whole number`);
}
