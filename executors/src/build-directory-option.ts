import { InputError } from '@aero-guest-tools/diagnostics';
import type { ExecutorContext } from '@nx/devkit';
import { fromWorkspace, toWorkspace } from './workspace-path';

/**
 * The build directory of the configuration that runs. Only nx.json sets it: all tasks of a
 * configuration have to agree on it, and two configurations must not share one.
 *
 * @returns The absolute path.
 * @throws InputError if it is not the directory of the configuration.
 */
export function buildDirectoryOf(
  options: { readonly buildDirectory: string },
  context: ExecutorContext,
): string {
  const directory = fromWorkspace(context, options.buildDirectory);
  const expected = `dist/guest-tools/${context.configurationName ?? ''}`;
  if (toWorkspace(context, directory) === expected) return directory;
  throw new InputError({
    message: 'the option buildDirectory does not belong to the configuration',
    found: JSON.stringify(options.buildDirectory),
    expected: JSON.stringify(expected),
    remedy: 'leave the option to nx.json',
  });
}
