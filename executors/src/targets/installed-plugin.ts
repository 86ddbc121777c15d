import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import type { InstalledPlugin } from './installed-keys';

/** The package that this file belongs to, as it is installed in a workspace. */
export function installedPlugin(workspaceRoot: string): InstalledPlugin {
  const directory = dirname(require.resolve('../../package.json'));
  const { name } = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8')) as {
    readonly name: string;
  };
  const linked = `node_modules/${name}`;
  return {
    name,
    // Not the target of a package manager's link, whose path may be specific to this machine.
    directory: existsSync(join(workspaceRoot, linked, 'package.json'))
      ? linked
      : relative(realpathSync(workspaceRoot), directory).replaceAll('\\', '/'),
  };
}
