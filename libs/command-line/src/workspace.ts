import { stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, relative, sep } from 'node:path';

/** The possible paths of the device contract in a workspace (packager rules, 10. Command lines). */
export const CONTRACT_PLACES: readonly string[] = [
  'specs/contracts/windows-device-contract.json',
  'docs/windows-device-contract.json',
];

/**
 * The directory that a guest-tools directory belongs to, recognised by the device contract in it.
 */
export interface Workspace {
  readonly root: string;
  readonly windowsDeviceContract: string;
}

/**
 * Finds the nearest directory, from the guest-tools directory upwards, that holds a device contract
 * at one of {@link CONTRACT_PLACES}.
 *
 * @param guestToolsDirectory Absolute.
 */
export async function findWorkspace(guestToolsDirectory: string): Promise<Workspace | undefined> {
  for (let root = guestToolsDirectory; ; root = dirname(root)) {
    for (const place of CONTRACT_PLACES) {
      const windowsDeviceContract = join(root, place);
      if (await isFile(windowsDeviceContract)) return { root, windowsDeviceContract };
    }
    if (dirname(root) === root) return undefined;
  }
}

/**
 * The path of an input as the manifest records it: relative to the workspace, components joined by
 * `/`. For a file outside the workspace, or without a workspace, only the base name: the rest would
 * reveal the machine, and the same inputs would no longer give the same bytes.
 *
 * @param root Absolute path of the workspace.
 */
export function recordedPath(path: string, root: string | undefined): string {
  if (root === undefined) return basename(path);
  const below = relative(root, path);
  if (below.startsWith(`..${sep}`) || isAbsolute(below)) return basename(path);
  return below.replaceAll(sep, '/');
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile();
  } catch {
    return false;
  }
}
