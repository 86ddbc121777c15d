import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import {
  circles,
  fileImports,
  folderImports,
  packageImports,
  typeScriptFiles,
  workspacePackages,
} from './imports';
import { TASKS } from './media-project';
import { CHECKOUT } from './workspace-copy';

const packages = workspacePackages();
const libraries = packages.filter(({ directory }) => !directory.startsWith('tools/'));
const imports = packageImports(packages);

const nameOf = (directory: string): string => directory.replace(/^libs\//, '');

const page = readFileSync(join(CHECKOUT, 'docs/architecture.md'), 'utf8');

/** What of the page can be read in a large terminal without scrolling: all before the first section. */
const FIRST_SCREEN = { lines: 50, columns: 100 };
const firstScreen = page.slice(0, page.indexOf('\n## ')).split('\n');

/** The lines of the picture of the folders that name packages, from top to bottom. */
function picturedLayers(): readonly (readonly string[])[] {
  const names = new Set(libraries.map(({ directory }) => nameOf(directory)));
  const start = firstScreen.indexOf('```text') + 1;
  return firstScreen
    .slice(start, firstScreen.indexOf('```', start))
    .map((line) => line.split(/[ /]+/).filter((word) => names.has(word)))
    .filter((layer) => layer.length > 0);
}

/** The rows of the table of libraries, from bottom to top, as the page names them. */
function libraryTable(): readonly string[] {
  const [, table = ''] = /\| package +\|[^\n]*\n(\|[^]*?)\n\n/.exec(page) ?? [];
  return Array.from(table.matchAll(/^\| `([\w-]+)`/gm), ([, name]) => String(name));
}

describe('circles of imports, types included', () => {
  test('are found', () => {
    const graph = new Map([
      ['a', ['b']],
      ['b', ['c']],
      ['c', ['b']],
    ]);
    expect(circles(graph)).toEqual(['b -> c -> b']);
  });

  test.each(packages.map(({ directory, files }) => [directory, files] as const))(
    'of files in %s: none',
    (_, files) => {
      expect(circles(fileImports(files))).toEqual([]);
    },
  );

  test('of files in guest-tools/tests: none', () => {
    expect(circles(fileImports(typeScriptFiles('guest-tools/tests')))).toEqual([]);
  });

  test('of packages: none', () => {
    expect(imports.get('libs/media')).toContain('libs/driver-layout');
    expect(circles(imports)).toEqual([]);
  });

  test('of folders are found', () => {
    const folders = folderImports(typeScriptFiles('libs/media/src'));
    expect(folders.get('libs/media/src/steps')).toContain('libs/media/src/verification');
  });

  test.each(libraries.map(({ directory, files }) => [directory, files] as const))(
    'of the folders of %s: none',
    (_, files) => {
      expect(circles(folderImports(files))).toEqual([]);
    },
  );
});

describe('what a library imports', () => {
  test.each(libraries.map((library) => [library.directory, library] as const))(
    '%s lists as its dependencies, and no others',
    (directory, { dependencies }) => {
      const names = new Set(packages.map(({ name }) => name));
      const listed = dependencies.filter((name) => names.has(name)).toSorted();
      const imported = packages
        .filter((one) => imports.get(directory)?.includes(one.directory))
        .map(({ name }) => name);
      expect(listed).toEqual(imported.toSorted());
    },
  );

  test('is no tool', () => {
    const wrong = libraries.flatMap(({ directory }) =>
      (imports.get(directory) ?? []).filter((other) => other.startsWith('tools/')),
    );
    expect(wrong).toEqual([]);
  });
});

describe('the first screen of the architecture page', () => {
  test('fits in a large terminal', () => {
    expect(firstScreen.length).toBeLessThanOrEqual(FIRST_SCREEN.lines);
    expect(firstScreen.filter((line) => line.length > FIRST_SCREEN.columns)).toEqual([]);
  });

  test('has every library once in the picture of the folders', () => {
    expect(picturedLayers().flat().toSorted()).toEqual(
      libraries.map(({ directory }) => nameOf(directory)).toSorted(),
    );
  });

  test('has each library on a line above those that it imports', () => {
    const layers = picturedLayers();
    const lineOf = (name: string): number => layers.findIndex((layer) => layer.includes(name));
    const wrong = libraries.flatMap(({ directory }) =>
      (imports.get(directory) ?? [])
        .map((other) => [nameOf(directory), nameOf(other)] as const)
        .filter(([upper, lower]) => lineOf(lower) <= lineOf(upper))
        .map(([upper, lower]) => `${upper} imports ${lower}`),
    );
    expect(wrong).toEqual([]);
  });

  test('has every task of a build in the picture of the pipeline', () => {
    const start = firstScreen.findIndex((line) => line.startsWith('drivers ─'));
    const picture = firstScreen.slice(start, start + 3).join('\n');
    expect(Array.from(picture.matchAll(/[a-z]+-[a-z-]+|\bpackage\b/g), String).toSorted()).toEqual(
      TASKS.filter((task) => task !== 'report').toSorted(),
    );
  });

  test('says where to add what, and every place is a link', () => {
    const links = firstScreen
      .filter((line) => /^\| an? /.test(line))
      .flatMap((line) => Array.from(line.matchAll(/\[([^\]]+)\](?!\()/g), ([, text]) => text));
    expect(links).toContain('libs/media/src/steps');
    expect(links.filter((text) => !page.includes(`\n[${String(text)}]: `))).toEqual([]);
  });
});

describe('the architecture page', () => {
  test('names every library once', () => {
    const named = libraryTable();
    expect(named.toSorted()).toEqual(
      libraries.map(({ directory }) => nameOf(directory)).toSorted(),
    );
  });

  test('has each library above those that it imports', () => {
    const order = libraryTable();
    const wrong = libraries.flatMap(({ directory }) =>
      (imports.get(directory) ?? [])
        .map((other) => [nameOf(directory), nameOf(other)] as const)
        .filter(([upper, lower]) => order.indexOf(lower) >= order.indexOf(upper))
        .map(([upper, lower]) => `${upper} imports ${lower}`),
    );
    expect(wrong).toEqual([]);
  });
});
