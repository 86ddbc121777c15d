import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { bundle } from './bundle';
import { CHECKOUT } from './checkout';
import { copyDeclarations } from './declarations';
import { PublishedPackage } from './published-package';
import { packageDirectory, sourceOf } from './source-resolver';
import { trackedFiles } from './tracked-files';

const PLUGIN = 'executors';

/** What an entry of executors.json, generators.json or migrations.json names. */
interface Implementation {
  implementation?: string;
  factory?: string;
  schema?: string;
}

type Collection = Record<string, unknown>;

/** The files in which Nx looks for what a plugin has, and the properties that list it. */
const COLLECTIONS = {
  'executors.json': 'executors',
  'generators.json': 'generators',
  'migrations.json': 'generators',
} as const;

/** Makes `@aero-guest-tools/nx`: executors and inference, each one file. */
export async function packNx(): Promise<PublishedPackage> {
  const published = new PublishedPackage('nx');
  const main = join(CHECKOUT, PLUGIN, 'dist/inference/index.js');
  const entries: Record<string, string> = { index: sourceOf(main) };
  for (const [file, property] of Object.entries(COLLECTIONS)) {
    const path = join(CHECKOUT, PLUGIN, file);
    if (existsSync(path)) packCollection(published, path, { property, entries });
  }
  published.bundled(
    await bundle({
      entries: {
        ...entries,
        'deflater-thread': sourceOf(require.resolve('@aero-guest-tools/zip/deflater-thread')),
      },
      outDirectory: join(published.directory, 'dist'),
      external: published.external,
      shippedPaths: {
        '@aero-guest-tools/specs/package.json': '@aero-guest-tools/media/specs/package.json',
        '../../dist/deflate/deflater-thread.js': './deflater-thread.js',
        '../../package.json': '../package.json',
      },
    }),
  );
  const { path } = copyDeclarations(main, join(published.directory, 'types'));
  const specifier = path.replaceAll('\\', '/').replace(/\.d\.ts$/, '.js');
  published.write('types/index.d.ts', `export * from './${specifier}';\n`);
  // For editors, where any package manager links the plugin; what it depends on may be out of reach.
  published.copy('specs/schemas/guest-media.schema.json', 'schemas/guest-media.schema.json');
  // Commands whose output Nx counts as an input.
  for (const file of trackedFiles(`${PLUGIN}/bin`)) {
    published.copy(file, file.slice(`${PLUGIN}/`.length));
  }
  published.complete();
  return published;
}

/** Copies a collection whose implementations will be `dist/<name>.js`, and schemas `schemas/<name>.json`. */
function packCollection(
  published: PublishedPackage,
  path: string,
  { property, entries }: { readonly property: string; readonly entries: Record<string, string> },
): void {
  const root = packageDirectory(path);
  const collection = JSON.parse(readFileSync(path, 'utf8')) as Collection;
  const members = collection[property] as Record<string, Implementation>;
  for (const [name, member] of Object.entries(members)) {
    for (const key of ['implementation', 'factory'] as const) {
      const { [key]: compiled } = member;
      if (compiled === undefined) continue;
      entries[name] = sourceOf(join(root, compiled.endsWith('.js') ? compiled : `${compiled}.js`));
      member[key] = `./dist/${name}.js`;
    }
    if (member.schema === undefined) continue;
    const schema = join(root, member.schema);
    member.schema = `./schemas/${name}.json`;
    published.copy(relative(CHECKOUT, schema), member.schema);
  }
  published.write(relative(dirname(path), path), `${JSON.stringify(collection, undefined, 2)}\n`);
}
