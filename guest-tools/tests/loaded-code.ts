import { readFileSync } from 'node:fs';
import { createRequire, isBuiltin } from 'node:module';
import { join, relative } from 'node:path';
import { CHECKOUT } from './workspace-copy';

/** What a program loads, from the compiled code, including what it loads only when it needs it. */
export interface LoadedCode {
  /** Compiled files and JSON files of the workspace's own packages, relative to the checkout. */
  readonly files: ReadonlySet<string>;
  /** npm packages that these files name, not what those depend on in turn. */
  readonly npmPackages: ReadonlySet<string>;
}

/** `require("x")`, `require.resolve("x")` and `import("x")`. */
const REFERENCE =
  /\b(?:require(?:\.resolve)?|import)\(\s*(?<quote>["'])(?<name>[^"']+)\k<quote>\)/g;

/** @param entry A compiled file, relative to the checkout. */
export function loadedCode(entry: string): LoadedCode {
  const files = new Set<string>();
  const npmPackages = new Set<string>();
  const visit = (path: string): void => {
    const file = relative(CHECKOUT, path).replaceAll('\\', '/');
    if (files.has(file)) return;
    files.add(file);
    if (!file.endsWith('.js')) return;
    const { resolve } = createRequire(path);
    const text = readFileSync(path, 'utf8');
    for (const { groups } of text.matchAll(REFERENCE)) {
      const name = groups?.['name'] ?? '';
      if (isBuiltin(name)) continue;
      if (name.startsWith('.') || name.startsWith('@aero-guest-tools/')) visit(resolve(name));
      else npmPackages.add(name.split('/', name.startsWith('@') ? 2 : 1).join('/'));
    }
  };
  visit(join(CHECKOUT, entry));
  return { files, npmPackages };
}

/** What the executor of a task loads. */
export function codeOfTask(task: string): LoadedCode {
  return loadedCode(`executors/dist/${task}/executor.js`);
}

/** The directories of the libraries, and `specs`, that the files belong to, in byte order. */
export function packagesOf({ files }: LoadedCode): string[] {
  const directories = [...files].map((file) => /^(?:libs\/[^/]+|specs)(?=\/)/.exec(file)?.[0]);
  return [...new Set(directories.filter((path) => path !== undefined))].toSorted();
}
