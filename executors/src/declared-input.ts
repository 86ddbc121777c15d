import { InputError } from '@aero-guest-tools/diagnostics';
import type { ExecutorContext } from '@nx/devkit';
import { fromWorkspace, toWorkspace } from './workspace-path';

/** A declarative input that an option names. */
export interface DeclaredInput {
  readonly absolutePath: string;
  /** Relative to the workspace root, components joined by `/`: as the manifest records it. */
  readonly path: string;
}

/**
 * The file that an option names, which has to be in the directory that the targets declare as their
 * input: Nx would not notice a change of any other file, and serve an older result.
 *
 * @param directory Relative to the workspace root: `specs/packaging`.
 * @throws InputError if the file is anywhere else.
 */
export function declaredInput(
  option: { readonly name: string; readonly value: string },
  directory: string,
  context: ExecutorContext,
): DeclaredInput {
  const absolutePath = fromWorkspace(context, option.value);
  const path = toWorkspace(context, absolutePath);
  const isInDirectory =
    path.startsWith(`${directory}/`) && !path.slice(directory.length + 1).includes('/');
  if (isInDirectory && path.endsWith('.json')) return { absolutePath, path };
  throw new InputError({
    message: `the option ${option.name} names a file that Nx does not watch`,
    found: JSON.stringify(option.value),
    expected: `a file ${directory}/*.json of the workspace`,
    remedy: 'put the file there',
  });
}
