import { formatList, InputError } from '@aero-guest-tools/diagnostics';
import {
  isShippedName,
  shippedDocument,
  type ShippedKind,
} from '@aero-guest-tools/media/shipped-files';
import type { ExecutorContext } from '@nx/devkit';
import { fromWorkspace, toWorkspace } from './workspace-path';

/** A declarative input that an option names. */
export interface DeclaredInput {
  readonly absolutePath: string;
  /**
   * As the manifest records it, components joined by `/`: relative to the workspace root, or below
   * `specs/` if it is shipped.
   */
  readonly path: string;
}

/**
 * The document that an option names: a shipped one by its name, or a file that the target declares
 * as its input. Nx would not notice a change of any other file, and would restore an outdated
 * result.
 *
 * @param option The option, with its target if that is not the one that runs.
 * @throws InputError if nothing of this name is shipped, or the file is anywhere else.
 */
export function declaredInput(
  option: { readonly name: string; readonly value: string; readonly target?: string },
  kind: ShippedKind,
  context: ExecutorContext,
): DeclaredInput {
  if (isShippedName(option.value)) return shippedDocument(kind, option.value);
  const absolutePath = fromWorkspace(context, option.value);
  const path = toWorkspace(context, absolutePath);
  const declared = declaredFiles(option.target, context).filter((file) => file.endsWith('.json'));
  if (declared.some((file) => isMatch(path, file))) return { absolutePath, path };
  throw new InputError({
    id: 'nx.input-not-watched',
    message: `the option ${option.name} names a file that Nx does not watch`,
    found: JSON.stringify(option.value),
    expected:
      declared.length === 0
        ? 'the name of a shipped one'
        : `the name of a shipped one, or a file of the workspace: ${formatList(declared)}`,
    remedy: 'name the file in guest-media.json, or among the inputs of the target',
  });
}

/** The files and globs in the inputs of the target, relative to the workspace root. */
function declaredFiles(
  targetName: string | undefined,
  { projectName = '', targetName: runs = '', projectsConfigurations }: ExecutorContext,
): string[] {
  const { root = '.', targets } = projectsConfigurations.projects[projectName] ?? {};
  const { inputs = [] } = targets?.[targetName ?? runs] ?? {};
  return inputs.flatMap((input) => {
    const file = fileOf(input);
    if (file === undefined) return [];
    const [token, ...components] = file.split('/');
    if (token === '{workspaceRoot}') return [components.join('/')];
    if (token !== '{projectRoot}') return [];
    return [[...(root === '.' ? [] : [root]), ...components].join('/')];
  });
}

/** Named inputs are not expanded. */
function fileOf(input: unknown): string | undefined {
  if (typeof input === 'string') return input;
  if (typeof input !== 'object' || input === null) return undefined;
  const { fileset, json } = input as { readonly fileset?: unknown; readonly json?: unknown };
  return [fileset, json].find((file) => typeof file === 'string');
}

/** Whether a path is the declared one, or is in the directory of a `<directory>/*.json`. */
function isMatch(path: string, declared: string): boolean {
  if (!declared.endsWith('/*.json')) return path === declared;
  const directory = declared.slice(0, -'*.json'.length);
  return (
    path.startsWith(directory) &&
    path.endsWith('.json') &&
    !path.slice(directory.length).includes('/')
  );
}
