import { parseArgs, type ParseArgsConfig } from 'node:util';

/** One of the commands of the program. */
export interface Command {
  /** What it does, in a line. */
  readonly summary: string;
  /** @returns The exit status: 0, 1 if something failed, 2 for wrong usage. */
  readonly run: (args: readonly string[]) => Promise<number>;
}

/** Wrong usage: what is wrong. */
export class UsageError extends Error {}

type Options = NonNullable<ParseArgsConfig['options']>;
type Values<T extends Options> = ReturnType<typeof parseArgs<{ options: T }>>['values'];

/**
 * A command with options; `--help` prints its usage.
 *
 * @param options In the words of `util.parseArgs`, without `--help`.
 * @param run Throws {@link UsageError} for what is wrong with the options.
 */
export function command<const T extends Options>(
  summary: string,
  usage: string,
  options: T,
  run: (values: Values<T>) => Promise<number>,
): Command {
  return {
    summary,
    run: async (args) => {
      try {
        if (args.includes('--help')) {
          process.stdout.write(usage);
          return 0;
        }
        return await run(parseArgs({ args: [...args], options }).values);
      } catch (error) {
        if (!(error instanceof UsageError) && !isParseError(error)) throw error;
        process.stderr.write(`${(error as Error).message}\n${usage}`);
        return 2;
      }
    },
  };
}

function isParseError(error: unknown): boolean {
  return (
    error instanceof TypeError && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS')
  );
}

/**
 * The items that were named, all of them if none was.
 *
 * @throws UsageError if there is none of that name.
 */
export function chosen<Item extends { readonly name: string }>(
  items: readonly Item[],
  names: readonly string[] | undefined,
): readonly Item[] {
  if (names === undefined) return items;
  const unknown = names.find((name) => items.every((item) => item.name !== name));
  if (unknown !== undefined) {
    const known = items.map(({ name }) => JSON.stringify(name)).join(', ');
    throw new UsageError(`there is no ${JSON.stringify(unknown)}, but: ${known}`);
  }
  return items.filter(({ name }) => names.includes(name));
}

/** Says on standard error what is being done now. */
export function progress(activity: string): void {
  process.stderr.write(`${activity}\n`);
}
