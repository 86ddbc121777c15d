import { resolve } from 'node:path';
import { defaultStoreDirectory } from '@aero-guest-tools/driver-source';
import type { Command } from 'commander';
import { pathArgument } from '../arguments';
import type { ProgramContext } from '../program';

/** Where images and archives are kept. */
export interface StoreOptions {
  readonly store?: string;
}

/** The environment variable that names the store if no option does. */
export const STORE_VARIABLE = 'AERO_GUEST_TOOLS_STORE';

/** Declares the option of {@link StoreOptions}. */
export function withStoreOption(command: Command): Command {
  return command.option(
    '--store <dir>',
    `where images and archives are kept (default: ${STORE_VARIABLE}, else the cache directory of the user)`,
    pathArgument,
  );
}

/** The absolute path of the store: from the option, else the variable, else the user's default. */
export function storeDirectoryOf(
  { store }: StoreOptions,
  { environment, workingDirectory, platform, homeDirectory }: ProgramContext,
): string {
  const named = store ?? environment[STORE_VARIABLE];
  return named === undefined || named === ''
    ? defaultStoreDirectory({ platform, environment, homeDirectory })
    : resolve(workingDirectory, named);
}
