import type { MediaProject } from './media-project';

/**
 * A file in the form that the inputs of a target use.
 *
 * @param file Relative to the workspace root.
 */
export function declaredFile({ root }: MediaProject, file: string): string {
  return root !== '.' && file.startsWith(`${root}/`)
    ? `{projectRoot}/${file.slice(root.length + 1)}`
    : `{workspaceRoot}/${file}`;
}
