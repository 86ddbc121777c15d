import { FOLDER_NAMES, type ArchitectureFolders } from './folder-names';
import { foldCase } from '../entries/names';

/**
 * The folder names of architectures in all trees except virtio-win's. (Packager rules, 2. Driver
 * input tree.)
 */
export const ARCHITECTURE_FOLDERS: ArchitectureFolders = FOLDER_NAMES.architectures;

const ALL_FOLDERS: ReadonlySet<string> = new Set(Object.values(ARCHITECTURE_FOLDERS).flat());

/** Whether a name is that of an architecture's folder, ignoring case. */
export function isArchitectureFolder(name: string): boolean {
  return ALL_FOLDERS.has(foldCase(name));
}
