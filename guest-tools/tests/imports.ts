import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CHECKOUT } from './workspace-copy';

/** A workspace package: a library, the plugin or a tool. */
export interface WorkspacePackage {
  /** As it is imported: `@aero-guest-tools/media`. */
  readonly name: string;
  /** Relative to the checkout: `libs/media`. */
  readonly directory: string;
  /** Its TypeScript files, relative to the checkout, in byte order. */
  readonly files: readonly string[];
  /** The workspace packages that its package.json lists for what it does. */
  readonly dependencies: readonly string[];
}

/** What imports what, types included. Each list is in the order of the text. */
export type Imports = ReadonlyMap<string, readonly string[]>;

/** The places that hold workspace packages. */
const PLACES = ['libs', 'tools'];

/** `import ... from 'x'`, `export ... from 'x'`, `import 'x'`; then `import('x')` and `require('x')`. */
const REFERENCES = [
  /^(?:import|export)\b(?:[^;'"]*?\bfrom)?\s*'(?<name>[^']+)';$/gm,
  /\b(?:import|require|require\.resolve)\(\s*'(?<name>[^']+)',?\s*\)/g,
];

/** All workspace packages with TypeScript, in byte order of their directories. */
export function workspacePackages(): readonly WorkspacePackage[] {
  const directories = PLACES.flatMap((place) =>
    readdirSync(join(CHECKOUT, place)).map((name) => `${place}/${name}`),
  );
  return ['executors', ...directories].toSorted().flatMap((directory) => {
    const manifest = join(CHECKOUT, directory, 'package.json');
    if (!existsSync(manifest) || !existsSync(join(CHECKOUT, directory, 'src'))) return [];
    const { name, dependencies = {} } = JSON.parse(readFileSync(manifest, 'utf8')) as {
      readonly name: string;
      readonly dependencies?: Readonly<Record<string, string>>;
    };
    return {
      name,
      directory,
      files: typeScriptFiles(`${directory}/src`),
      dependencies: Object.keys(dependencies),
    };
  });
}

/** Whether a file is no part of what its package does. */
export function isTest(file: string): boolean {
  return /\.(?:spec|fixture)\.ts$/.test(file);
}

/** The TypeScript files in a directory, relative to the checkout, in byte order. */
export function typeScriptFiles(directory: string): readonly string[] {
  return readdirSync(join(CHECKOUT, directory), { recursive: true, encoding: 'utf8' })
    .map((file) => `${directory}/${file.replaceAll('\\', '/')}`)
    .filter((file) => file.endsWith('.ts') && !file.includes('/node_modules/'))
    .toSorted();
}

/** What a file names, as it names it: `./digest`, `@aero-guest-tools/media/steps/package`. */
export function importedNames(file: string): readonly string[] {
  const text = readFileSync(join(CHECKOUT, file), 'utf8').replaceAll(/\/\*.*?\*\//gs, '');
  return REFERENCES.flatMap((reference) =>
    Array.from(text.matchAll(reference), ({ groups }) => groups?.['name'] ?? ''),
  );
}

/** Which of some files import which others of them. */
export function fileImports(files: readonly string[]): Imports {
  const known = new Set(files);
  return new Map(
    files.map((file) => {
      const targets = importedNames(file).flatMap((name) => {
        if (!name.startsWith('.')) return [];
        const path = join(dirname(file), name).replaceAll('\\', '/');
        return [`${path}.ts`, `${path}/index.ts`, path].find((one) => known.has(one)) ?? [];
      });
      return [file, targets];
    }),
  );
}

/** Which packages import which others, by their directories; tests do not count. */
export function packageImports(packages: readonly WorkspacePackage[]): Imports {
  return new Map(
    packages.map(({ directory, files }) => {
      const names = files.filter((file) => !isTest(file)).flatMap((file) => importedNames(file));
      const targets = names.flatMap((name) => {
        const [scope = '', base = ''] = name.split('/');
        const target = packages.find((one) => one.name === `${scope}/${base}`)?.directory;
        return target === undefined || target === directory ? [] : target;
      });
      return [directory, [...new Set(targets)].toSorted()];
    }),
  );
}

/** Which folders import which others, as their files do; tests and `index.ts` do not count. */
export function folderImports(files: readonly string[]): Imports {
  const folders = new Map<string, Set<string>>();
  for (const [file, targets] of fileImports(files.filter((one) => !isTest(one)))) {
    if (file.endsWith('/index.ts')) continue;
    const folder = dirname(file);
    const others = folders.get(folder) ?? new Set();
    folders.set(folder, others);
    for (const target of targets) if (dirname(target) !== folder) others.add(dirname(target));
  }
  return new Map(Array.from(folders, ([folder, others]) => [folder, [...others].toSorted()]));
}

/**
 * The circles of a graph: each as the path from a member back to itself, written `a -> b -> a`. Of circles that
 * share members one is shown.
 */
export function circles(imports: Imports): readonly string[] {
  const found: string[] = [];
  const done = new Set<string>();
  const path: string[] = [];
  const visit = (one: string): void => {
    const begin = path.indexOf(one);
    if (begin !== -1) {
      found.push([...path.slice(begin), one].join(' -> '));
      return;
    }
    if (done.has(one)) return;
    path.push(one);
    for (const other of imports.get(one) ?? []) visit(other);
    path.pop();
    done.add(one);
  };
  for (const one of imports.keys()) visit(one);
  return found;
}
