import { join } from 'node:path';
import { bundle } from './bundle';
import { copyDeclarations } from './declarations';
import { PublishedPackage } from './published-package';
import { compiledFile, sourceOf } from './source-resolver';
import { trackedFiles } from './tracked-files';

const PROGRAMS = [
  'aero-catalog-verify',
  'aero-guest-tools',
  'aero-iso',
  'aero-iso-ls',
  'aero-packager',
];

/** Files of the guest-tools directory that are for those who develop it. */
const DEVELOPMENT =
  /^guest-tools\/(?:tests\/|\.|jest\.config\.js$|project\.json$|tsconfig\.json$|.*\.lock\.json$)/;

/** Makes `@aero-guest-tools/media`: the engine, the programs, `./gulp`, and the files that media are made of. */
export async function packMedia(): Promise<PublishedPackage> {
  const published = new PublishedPackage('media');
  const entries = {
    index: join(__dirname, 'entries/media.js'),
    gulp: compiledFile('@aero-guest-tools/gulp'),
    programs: join(__dirname, 'entries/programs.js'),
    // To read the file of all programs would take it a tenth of its time.
    'aero-iso': compiledFile('@aero-guest-tools/command-line/programs/aero-iso'),
    'deflater-thread': compiledFile('@aero-guest-tools/zip/deflater-thread'),
  };
  published.bundled(
    await bundle({
      entries: Object.fromEntries(
        Object.entries(entries).map(([name, compiled]) => [name, sourceOf(compiled)]),
      ),
      outDirectory: join(published.directory, 'dist'),
      external: published.external,
      shippedPaths: {
        '@aero-guest-tools/specs/package.json': '../specs/package.json',
        '../../dist/deflate/deflater-thread.js': './deflater-thread.js',
      },
    }),
  );
  for (const name of ['index', 'gulp'] as const) {
    const { path } = copyDeclarations(entries[name], join(published.directory, 'types'));
    const specifier = path.replaceAll('\\', '/').replace(/\.d\.ts$/, '.js');
    published.write(`types/${name}.d.ts`, `export * from './${specifier}';\n`);
  }
  for (const name of PROGRAMS) {
    const start =
      name in entries
        ? `require('../dist/${name}.js')`
        : `require('../dist/programs.js').start('${name}')`;
    published.write(`bin/${name}.js`, `#!/usr/bin/env node\n${start};\n`);
  }
  for (const file of trackedFiles('guest-tools')) {
    if (!DEVELOPMENT.test(file)) published.copy(file);
  }
  for (const file of trackedFiles('specs')) published.copy(file);
  published.copy('packages/media/example/gulpfile.js', 'example/gulpfile.js');
  published.complete();
  return published;
}
