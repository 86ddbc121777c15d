import { listStore, pruneStore, type StoreEntry } from '@aero-guest-tools/driver-source';
import { formatSize, table } from '@aero-guest-tools/diagnostics';
import { Command } from 'commander';
import { countArgument } from '../arguments';
import type { CommonOptions, Program, ProgramContext } from '../program';
import type { ProgramOutput } from '../program-output';
import {
  STORE_VARIABLE,
  storeDirectoryOf,
  withStoreOption,
  type StoreOptions,
} from './store-option';

/** The command line of `aero-guest-tools store`, as the user wrote it. */
export interface StoreCommandOptions extends StoreOptions {
  /** In days. */
  readonly prune?: number;
}

/** In seconds. */
const DAY = 24 * 60 * 60;

const HELP = `
Images, archives and downloads are kept once per machine. You can remove any of
them at any time: builds download them again. --prune 0 removes everything that
no running build is writing.

Environment:
  ${STORE_VARIABLE}  the same as --store, which overrides it`;

/** Lists the contents of the store, and removes entries that were not used for a while. */
export const storeCommand: Program<StoreCommandOptions> = {
  command: () =>
    withStoreOption(
      new Command('aero-guest-tools store')
        .description('Lists what builds keep on this machine, or removes what is no longer used.')
        .option('--prune <days>', 'remove what was not used for this many days', countArgument),
    ).addHelpText('after', HELP),
  run: store,
};

async function store(
  options: StoreCommandOptions & CommonOptions,
  context: ProgramContext,
): Promise<ProgramOutput> {
  const directory = storeDirectoryOf(options, context);
  const { prune } = options;
  const entries =
    prune === undefined
      ? await listStore(directory)
      : await pruneStore(directory, {
          unusedSince: prune === 0 ? Number.POSITIVE_INFINITY : (context.now - prune * DAY) * 1000,
        });
  const size = entries.reduce((sum, entry) => sum + entry.size, 0);
  if (options.json) {
    const name = prune === undefined ? 'entries' : 'removed';
    return { store: directory, [name]: entries.map((entry) => entryJson(entry)), size };
  }
  const verb = prune === undefined ? 'holds' : 'lost';
  const count = `${String(entries.length)} ${entries.length === 1 ? 'entry' : 'entries'}`;
  return [
    `${directory} ${verb} ${count}, ${formatSize(size)}`,
    table(
      entries.map((entry) => [entry.kind, formatSize(entry.size), day(entry), entry.path]),
      [1],
    ),
  ];
}

function day({ used }: StoreEntry): string {
  return new Date(used).toISOString().slice(0, 10);
}

function entryJson({ path, kind, size, used }: StoreEntry): Readonly<Record<string, unknown>> {
  return { path, kind, size, used: new Date(used).toISOString() };
}
