import { homedir } from 'node:os';
import { resolve } from 'node:path';
import { defaultStoreDirectory } from '@aero-guest-tools/driver-source';
import type { ExecutorContext } from '@nx/devkit';
import { fromWorkspace } from './workspace-path';

/**
 * Where this machine keeps images: the option, else AERO_GUEST_TOOLS_STORE, else the user's cache
 * directory. It is outside the workspace, so that checkouts share it.
 */
export function storeDirectory(option: string | undefined, context: ExecutorContext): string {
  if (option !== undefined) return fromWorkspace(context, option);
  const { AERO_GUEST_TOOLS_STORE: fromEnvironment } = process.env;
  if (fromEnvironment !== undefined && fromEnvironment !== '') return resolve(fromEnvironment);
  return defaultStoreDirectory({
    platform: process.platform,
    environment: process.env,
    homeDirectory: homedir(),
  });
}
