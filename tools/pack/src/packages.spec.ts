import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { CHECKOUT } from './checkout';

const GENUINE_IMAGE = resolve(CHECKOUT, '../shared/virtio-win/virtio-win-w7-subset.iso');
const OUTPUTS = ['aero-guest-tools.iso', 'aero-guest-tools.zip', 'manifest.json'];
const PROGRAMS = [
  'aero-catalog-verify',
  'aero-guest-tools',
  'aero-iso',
  'aero-iso-ls',
  'aero-packager',
];

/** A folder in which only the two tarballs are installed, outside of the checkout. */
let workplace: string;
const installed = (name: string, ...path: string[]): string =>
  join(workplace, 'node_modules/@aero-guest-tools', name, ...path);
const json = (...path: string[]): unknown => JSON.parse(readFileSync(join(...path), 'utf8'));

const EXECUTORS = Object.keys(
  (json(CHECKOUT, 'executors/executors.json') as { executors: object }).executors,
);

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly repository: { readonly url: string; readonly directory: string };
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
}

beforeAll(() => {
  execFileSync(process.execPath, [join(CHECKOUT, 'tools/pack/dist/main.js')], { stdio: 'ignore' });
  workplace = mkdtempSync(join(tmpdir(), 'installed-'));
  for (const name of ['media', 'nx']) {
    const { version } = json(CHECKOUT, 'packages', name, 'package.json') as Manifest;
    const tarball = join(CHECKOUT, `dist/packages/aero-guest-tools-${name}-${version}.tgz`);
    mkdirSync(installed(name), { recursive: true });
    execFileSync('tar', ['-xzf', tarball, '-C', installed(name), '--strip-components=1']);
  }
}, 120_000);

afterAll(() => {
  rmSync(workplace, { recursive: true, force: true });
});

function filesOf(name: string): string[] {
  return readdirSync(installed(name), { recursive: true, encoding: 'utf8' })
    .filter((path) => statSync(installed(name, path)).isFile())
    .map((path) => path.replaceAll('\\', '/'))
    .toSorted();
}

function run(program: string, args: readonly string[], env: NodeJS.ProcessEnv = {}) {
  return spawnSync(process.execPath, [installed('media', `bin/${program}.js`), ...args], {
    cwd: workplace,
    encoding: 'utf8',
    env: { ...process.env, ...env, AERO_GUEST_TOOLS_STORE: join(workplace, 'store') },
  });
}

describe.each(['media', 'nx'])('the package %s', (name) => {
  test('has a page, licences and a manifest, no build info, no maps and no sources', () => {
    const files = filesOf(name);
    expect(files).toEqual(
      expect.arrayContaining([
        'LICENSE',
        'LICENSE-APACHE',
        'LICENSE-MIT',
        'README.md',
        'THIRD_PARTY_LICENSES.md',
        'package.json',
        'types/index.d.ts',
      ]),
    );
    const development = /\.tsbuildinfo$|\.map$|(?<!\.d)\.ts$|\.spec\.|tests\/|project\.json$/;
    expect(files.filter((path) => development.test(path))).toEqual([]);
  });

  test('names no file of this machine, and no package that is not published', () => {
    for (const path of filesOf(name).filter((file) => /\.(?:js|ts)$/.test(file))) {
      const text = readFileSync(installed(name, path), 'utf8');
      expect(text).not.toContain(CHECKOUT);
      expect(text).not.toContain('sourceMappingURL');
      const packages = [...text.matchAll(/(?:\(|from )["']@aero-guest-tools\/([^/"']+)/g)];
      expect(packages.filter(([, other]) => other !== 'media')).toEqual([]);
    }
  });

  test('says where it is developed', () => {
    expect((json(installed(name, 'package.json')) as Manifest).repository).toMatchObject({
      url: 'git+https://github.com/aero-guest-tools/aero-guest-tools.git',
      directory: `packages/${name}`,
    });
  });

  test('types: what it declares compiles in a strict program', () => {
    writeFileSync(
      join(workplace, `${name}.ts`),
      name === 'media'
        ? [
            "import { InputError, packagerVersion, verifyMedia } from '@aero-guest-tools/media';",
            "import { makeIso } from '@aero-guest-tools/media/gulp';",
            'export const version: string = packagerVersion();',
            'export const all: readonly unknown[] = [InputError, verifyMedia, makeIso];',
            '// @ts-expect-error a version is no number',
            'export const wrong: number = packagerVersion();',
          ].join('\n')
        : [
            "import { createNodesV2 } from '@aero-guest-tools/nx';",
            'export const [glob]: readonly [string, ...unknown[]] = createNodesV2;',
          ].join('\n'),
    );
    const compiled = spawnSync(
      process.execPath,
      [
        join(CHECKOUT, 'node_modules/typescript/bin/tsc'),
        '--noEmit',
        '--strict',
        '--skipLibCheck',
        '--module',
        'nodenext',
        '--target',
        'es2023',
        '--typeRoots',
        join(CHECKOUT, 'node_modules/@types'),
        '--types',
        'node,vinyl',
        `${name}.ts`,
      ],
      { cwd: workplace, encoding: 'utf8' },
    );
    expect(compiled.stdout).toBe('');
  }, 60_000);
});

test('packages, repository and engine have one version, which the manifest of media records', () => {
  const { config } = json(CHECKOUT, 'libs/media/package.json') as {
    config: { packagerVersion: string };
  };
  const { packagerVersion } = config;
  const [media, nx] = ['packages/media', 'packages/nx'].map(
    (path) => json(CHECKOUT, path, 'package.json') as Manifest,
  );
  expect(media?.version).toBe(packagerVersion);
  expect(nx?.version).toBe(packagerVersion);
  expect(nx?.dependencies?.['@aero-guest-tools/media']).toBe(packagerVersion);
  const { version, packages } = json(CHECKOUT, 'package-lock.json') as Manifest & {
    packages: Readonly<Record<string, Manifest>>;
  };
  const ofRoot = [json(CHECKOUT, 'package.json') as Manifest, { version }, packages['']];
  expect(ofRoot.map((root) => root?.version)).toEqual(ofRoot.map(() => packagerVersion));
});

test('nothing else is installed with them', () => {
  const { dependencies: ofMedia = {} } = json(installed('media', 'package.json')) as Manifest;
  const { dependencies: ofNx = {} } = json(installed('nx', 'package.json')) as Manifest;
  expect(Object.keys(ofMedia)).toEqual([]);
  expect(Object.keys(ofNx)).toEqual(['@aero-guest-tools/media']);
});

// `nx migrate` runs what is newer than the installed version, and not newer than the wanted one.
test('a migration is of a version that has been published, or is the next one', () => {
  const { generators } = json(installed('nx', 'migrations.json')) as {
    generators: Record<string, { version: string }>;
  };
  const { version: next } = json(installed('nx', 'package.json')) as Manifest;
  for (const { version } of Object.values(generators)) {
    const isBeforeTheFirst = compareVersions(version, '1.0.0-rc.0') < 0;
    expect({ version, isBeforeTheFirst }).toEqual({ version, isBeforeTheFirst: false });
    expect(compareVersions(version, next)).toBeLessThanOrEqual(0);
  }
});

describe('packed', () => {
  /** In bytes. What is a lot bigger bundles something twice, or something that it should not. */
  const LIMITS = { media: 1_500_000, nx: 1_500_000 };

  test.each(Object.entries(LIMITS))('%s has at most %d bytes', (name, limit) => {
    const { version } = json(CHECKOUT, 'packages', name, 'package.json') as Manifest;
    const tarball = join(CHECKOUT, `dist/packages/aero-guest-tools-${name}-${version}.tgz`);
    expect(statSync(tarball).size).toBeLessThan(limit);
  });

  test('media has programs, types, payload, specs, contracts and schemas', () => {
    const files = filesOf('media');
    expect(files.filter((path) => path.startsWith('bin/'))).toEqual(
      PROGRAMS.map((program) => `bin/${program}.js`).toSorted(),
    );
    expect(files.filter((path) => path.startsWith('dist/'))).toEqual([
      'dist/aero-iso.js',
      'dist/deflater-thread.js',
      'dist/gulp.js',
      'dist/index.js',
      'dist/libdeflate.js',
      'dist/programs.js',
    ]);
    const tracked = execFileSync('git', ['ls-files', 'specs'], { cwd: CHECKOUT, encoding: 'utf8' });
    expect(files.filter((path) => path.startsWith('specs/'))).toEqual(
      tracked.trim().split('\n').toSorted(),
    );
    expect(files.filter((path) => path.startsWith('guest-tools/'))).toEqual([
      'guest-tools/README.md',
      'guest-tools/THIRD_PARTY_NOTICES.md',
      'guest-tools/certs/README.md',
      'guest-tools/config/README.md',
      'guest-tools/licenses/README.md',
      'guest-tools/setup.cmd',
      'guest-tools/uninstall.cmd',
      'guest-tools/verify.cmd',
      'guest-tools/verify.ps1',
    ]);
  });

  test('nx has a bundle and a schema for each executor', () => {
    const { executors } = json(installed('nx', 'executors.json')) as {
      executors: Record<string, { implementation: string; schema: string }>;
    };
    expect(Object.keys(executors)).toEqual(EXECUTORS);
    for (const { implementation, schema } of Object.values(executors)) {
      expect(existsSync(installed('nx', implementation))).toBe(true);
      expect(existsSync(installed('nx', schema))).toBe(true);
    }
    // Under the folder of the plugin, which every package manager links into a workspace, unlike its dependencies.
    expect(existsSync(installed('nx', 'schemas/guest-media.schema.json'))).toBe(true);
  });

  test.each(['generators.json', 'migrations.json'])('nx has what %s names', (collection) => {
    const { generators } = json(installed('nx', collection)) as {
      generators: Record<string, { factory?: string; implementation?: string; schema?: string }>;
    };
    const named = Object.values(generators)
      .flatMap(({ factory, implementation, schema }) => [factory, implementation, schema])
      .filter((path) => path !== undefined);
    expect(named.length).toBeGreaterThan(0);
    expect(named.filter((path) => !existsSync(installed('nx', path)))).toEqual([]);
  });

  test.each(EXECUTORS)('%s loads nothing of Nx', (executor) => {
    // Neither is installed there, so that loading either fails.
    const program = `const { default: run } = require('@aero-guest-tools/nx/dist/${executor}.js'); console.log(typeof run)`;
    const loaded = spawnSync(process.execPath, ['-e', program], {
      cwd: workplace,
      encoding: 'utf8',
    });
    expect(loaded).toMatchObject({ status: 0, stdout: 'function\n' });
    expect(readFileSync(installed('nx', `dist/${executor}.js`), 'utf8')).not.toMatch(
      /require\("(?:nx|@nx\/)/,
    );
  });
});

describe('the installed package', () => {
  test.each(PROGRAMS)('%s explains itself', (program) => {
    expect(run(program, ['--help'])).toMatchObject({
      status: 0,
      stdout: expect.stringContaining(`Usage: ${program}`),
    });
  });

  const hasImage = existsSync(GENUINE_IMAGE);
  if (!hasImage) console.warn(`skipped: ${GENUINE_IMAGE} is not there`);

  (hasImage ? test : test.skip)(
    'aero-guest-tools build gives the bytes of a build in the repository',
    () => {
      const env = { SOURCE_DATE_EPOCH: '1700000000' };
      const args = ['build', GENUINE_IMAGE, '--version', '1.2.3', '--build-id', 'abc'];
      expect(run('aero-guest-tools', [...args, '--out-dir', 'installed'], env)).toMatchObject({
        status: 0,
        stderr: '',
      });
      const inRepository = spawnSync(
        join(CHECKOUT, 'node_modules/.bin/aero-guest-tools'),
        [...args, '--out-dir', join(workplace, 'repository')],
        {
          cwd: workplace,
          encoding: 'utf8',
          env: { ...process.env, ...env, AERO_GUEST_TOOLS_STORE: join(workplace, 'store') },
        },
      );
      expect(inRepository).toMatchObject({ status: 0 });
      for (const output of OUTPUTS) {
        expect(sha256(join(workplace, 'installed', output))).toBe(
          sha256(join(workplace, 'repository', output)),
        );
      }
    },
    60_000,
  );

  (hasImage ? test : test.skip)(
    'its gulpfile gives the bytes of aero-guest-tools build',
    () => {
      copyFileSync(installed('media', 'example/gulpfile.js'), join(workplace, 'gulpfile.js'));
      const env = { VIRTIO_WIN_ISO: GENUINE_IMAGE, SOURCE_DATE_EPOCH: '0' };
      expect(
        spawnSync(process.execPath, ['-e', "require('./gulpfile').default()"], {
          cwd: workplace,
          encoding: 'utf8',
          env: { ...process.env, ...env, AERO_GUEST_TOOLS_STORE: join(workplace, 'store') },
        }),
      ).toMatchObject({ status: 0 });
      const args = ['build', GENUINE_IMAGE, '--out-dir', 'program'];
      expect(run('aero-guest-tools', args, env)).toMatchObject({ status: 0 });
      for (const output of OUTPUTS) {
        expect(sha256(join(workplace, 'dist/media', output))).toBe(
          sha256(join(workplace, 'program', output)),
        );
      }
    },
    60_000,
  );
});

function sha256(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}

/** Below zero if the first is older; of versions with the same numbers, one with a suffix is older. */
function compareVersions(one: string, other: string): number {
  const [numbersOfOne = '', ...suffixOfOne] = one.split('-');
  const [numbersOfOther = '', ...suffixOfOther] = other.split('-');
  const numeric = { numeric: true };
  const byNumbers = numbersOfOne.localeCompare(numbersOfOther, 'en', numeric);
  if (byNumbers !== 0) return byNumbers;
  if (suffixOfOne.length !== suffixOfOther.length) return suffixOfOther.length - suffixOfOne.length;
  return suffixOfOne.join('-').localeCompare(suffixOfOther.join('-'), 'en', numeric);
}
