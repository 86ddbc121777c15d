import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import type { OnResolveArgs, OnResolveResult, Plugin } from 'esbuild';
import { CHECKOUT } from './checkout';

/** Where a bundle finds a file that it does not contain: what `require.resolve` names in the sources. */
export type ShippedPaths = Readonly<Record<string, string>>;

const WORKSPACE_PACKAGE = /^@aero-guest-tools\//;

/**
 * Has esbuild read the sources of the workspace's packages in place of their compiled code, so that it
 * drops what nobody uses, and replaces what `require.resolve` names by its place in the package.
 *
 * @throws Error if `require.resolve` names a file whose place in the package is not known.
 */
export function sourceResolver(shippedPaths: ShippedPaths): Plugin {
  return {
    name: 'workspace-sources',
    setup(build) {
      build.onResolve({ filter: /./ }, (request) =>
        request.kind === 'require-resolve'
          ? shippedPath(request, shippedPaths)
          : workspaceSource(request),
      );
    },
  };
}

/** Has every bundle load an npm package from the file `<name>.js` beside it. */
export function sharedPackages(names: readonly string[]): Plugin {
  return {
    name: 'shared-packages',
    setup(build) {
      build.onResolve({ filter: /./ }, ({ path, kind }) =>
        kind !== 'entry-point' && names.includes(path)
          ? { path: `./${path}.js`, external: true }
          : undefined,
      );
    },
  };
}

function shippedPath({ path, importer }: OnResolveArgs, paths: ShippedPaths): OnResolveResult {
  const { [path]: shipped } = paths;
  if (shipped === undefined) throw new Error(`${importer}: where is ${path} in the package?`);
  return { path: shipped, external: true };
}

function workspaceSource({ path, importer }: OnResolveArgs): OnResolveResult | undefined {
  if (!WORKSPACE_PACKAGE.test(path)) return undefined;
  return { path: sourceOf(createRequire(importer).resolve(path)) };
}

/** The TypeScript file that a compiled one was made of. */
export function sourceOf(compiled: string): string {
  const directory = packageDirectory(compiled);
  const source = join(
    directory,
    compiled
      .slice(directory.length)
      .replace(/^.dist/, 'src')
      .replace(/\.js$/, '.ts'),
  );
  if (!existsSync(source)) throw new Error(`${compiled} has no source`);
  return source;
}

/** The nearest directory with a package.json that names a package. */
export function packageDirectory(file: string): string {
  for (let directory = dirname(file); ; directory = dirname(directory)) {
    const manifest = join(directory, 'package.json');
    if (existsSync(manifest) && /"name"\s*:/.test(readFileSync(manifest, 'utf8'))) return directory;
    if (directory === dirname(directory)) throw new Error(`${file} belongs to no package`);
  }
}

/** The compiled file or declaration that a package of the workspace exports under a name. */
export function compiledFile(name: string): string {
  return createRequire(join(CHECKOUT, 'package.json')).resolve(name);
}
