import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire, isBuiltin } from 'node:module';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { packageDirectory } from './source-resolver';

/** `from 'x'`, `import 'x'` and `import('x')`. */
const REFERENCE = /(?<before>\b(?:from|import)\s*\(?\s*)(?<quote>["'])(?<name>[^"']+)\k<quote>/g;

const MAP_COMMENT = /^\/\/# sourceMappingURL=.*\n?/m;

/**
 * Copies the declarations that the compiler wrote for a file, and all that they refer to, into a
 * directory for each package of the workspace, so that they need none of these packages.
 *
 * @param compiled The absolute path of the compiled file.
 * @param directory Absolute: receives `<package>/<file>.d.ts`.
 * @returns Where the declarations of the file are, relative to the directory, and the npm packages that
 *   they need.
 */
export function copyDeclarations(
  compiled: string,
  directory: string,
): { readonly path: string; readonly npmPackages: ReadonlySet<string> } {
  const npmPackages = new Set<string>();
  const copied = new Map<string, string>();

  function copy(declaration: string): string {
    const known = copied.get(declaration);
    if (known !== undefined) return known;
    const path = placeOf(declaration);
    copied.set(declaration, path);
    const text = readFileSync(declaration, 'utf8')
      .replace(MAP_COMMENT, '')
      .replaceAll(REFERENCE, (whole, before: string, quote: string, name: string) => {
        const target = declarationOf(name, declaration);
        if (target === undefined) {
          if (!isBuiltin(name)) npmPackages.add(name);
          return whole;
        }
        const to = relative(dirname(path), copy(target)).replaceAll('\\', '/');
        const specifier = (to.startsWith('.') ? to : `./${to}`).replace(/\.d\.ts$/, '.js');
        return `${before}${quote}${specifier}${quote}`;
      });
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
    return path;
  }

  return { path: copy(compiled.replace(/\.js$/, '.d.ts')), npmPackages };
}

/** `<package>/<path below dist>`. */
function placeOf(declaration: string): string {
  const root = packageDirectory(declaration);
  return join(basename(root), relative(join(root, 'dist'), declaration));
}

/** Undefined for what is not of this workspace. */
function declarationOf(name: string, importer: string): string | undefined {
  if (name.startsWith('.')) {
    const path = createRequire(importer).resolve(resolve(dirname(importer), name));
    return path.replace(/\.js$/, '.d.ts');
  }
  if (!name.startsWith('@aero-guest-tools/')) return undefined;
  return createRequire(importer).resolve(name).replace(/\.js$/, '.d.ts');
}
