import type { Architecture } from '@aero-guest-tools/windows-target';
import { foldCase } from './names';

/**
 * What the folder of an architecture may be called; the first that is there is taken. (Packager
 * rules, 2. Driver input tree.)
 */
export const ARCHITECTURE_FOLDERS: Readonly<Record<Architecture, readonly string[]>> = {
  amd64: ['amd64', 'x64', 'x86_64', 'x86-64'],
  arm64: ['arm64', 'aarch64'],
  x86: ['x86', 'win32', 'i386'],
};

const ALL_FOLDERS: ReadonlySet<string> = new Set(Object.values(ARCHITECTURE_FOLDERS).flat());

/** Whether a folder of this name is that of an architecture, in any case. */
export function isArchitectureFolder(name: string): boolean {
  return ALL_FOLDERS.has(foldCase(name));
}
