import { InputError } from '@aero-guest-tools/diagnostics';
import { shippedFiles } from '@aero-guest-tools/media/shipped-files';
import type { ExecutorContext } from '@nx/devkit';
import { fromWorkspace } from './workspace-path';

/**
 * The directory with the files for the guest: the project's, or else the shipped one. Only the
 * configuration of the target names it, since its inputs must also name the files: Nx would not
 * notice a change in any other directory.
 *
 * @returns The absolute path.
 * @throws InputError if the option is not that of the target.
 */
export function guestToolsDirectoryOf(
  option: string | undefined,
  { target, configurationName = '', ...context }: ExecutorContext,
): string {
  if (option === undefined) return shippedFiles().guestToolsDirectory;
  const { [configurationName]: ofConfiguration } = target?.configurations ?? {};
  const configured = [ofConfiguration, target?.options as unknown]
    .map(
      (options) => (options as { guestToolsDirectory?: unknown } | undefined)?.guestToolsDirectory,
    )
    .find((directory) => directory !== undefined);
  if (option === configured) return fromWorkspace(context, option);
  throw new InputError({
    id: 'nx.guest-tools-not-watched',
    message: 'the option guestToolsDirectory names a directory that Nx does not watch',
    found: JSON.stringify(option),
    expected: configured === undefined ? 'none: the shipped one' : JSON.stringify(configured),
    remedy: 'set it in guest-media.json, or in the options of the target',
  });
}
