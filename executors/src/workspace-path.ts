import { relative, resolve } from 'node:path';
import type { ExecutorContext } from '@nx/devkit';

/**
 * Resolves an option that names a path: it is relative to the workspace root, wherever `nx` was
 * called.
 */
export function fromWorkspace(context: Pick<ExecutorContext, 'root'>, path: string): string {
  return resolve(context.root, path);
}

/** A path as a person at the workspace root would write it, components joined by `/`. */
export function toWorkspace(context: ExecutorContext, path: string): string {
  return relative(context.root, path).replaceAll('\\', '/');
}
