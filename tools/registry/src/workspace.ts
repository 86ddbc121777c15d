import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { run } from './run';

/** Versions of `nx` and `@nx/devkit`. */
export type NxVersions = readonly [nx: string, devkit: string];

/** How each package manager installs what package.json says, without programs of packages. */
const INSTALL = {
  npm: ['npm', 'install', '--ignore-scripts', '--no-audit', '--no-fund'],
  pnpm: ['npx', '--yes', 'pnpm@9.15.9', 'install', '--ignore-scripts', '--no-frozen-lockfile'],
  yarn: ['npx', '--yes', 'yarn@1.22.22', 'install', '--ignore-scripts', '--non-interactive'],
} as const;

export type PackageManager = keyof typeof INSTALL;

/** Where nothing answers: what goes to the network in spite of us fails. */
const OFFLINE = 'http://127.0.0.1:9';

/** What a user with an empty Nx workspace has after reading the README of the plugin. */
export class NxWorkspace {
  directory: string;
  readonly packageManager: PackageManager;
  readonly #devDependencies: Record<string, string>;

  constructor(
    directory: string,
    [nx, devkit]: NxVersions,
    { npmrc, packageManager = 'npm' }: { npmrc: string; packageManager?: PackageManager },
  ) {
    this.directory = directory;
    this.packageManager = packageManager;
    this.#devDependencies = { '@aero-guest-tools/nx': 'next', '@nx/devkit': devkit, nx };
    this.write('.npmrc', npmrc);
    this.write('.gitignore', 'node_modules\ndist\n.nx\n');
    this.write('README.md', '# A workspace\n');
    this.writeJson('nx.json', { plugins: ['@aero-guest-tools/nx'], analytics: false });
    this.writeJson('media/guest-media.json', {
      media: { 'virtio-win': { sourceVariable: 'VIRTIO_WIN_ISO', spec: 'win7-virtio-full' } },
    });
  }

  write(path: string, text: string): void {
    const file = join(this.directory, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }

  writeJson(path: string, value: unknown): void {
    this.write(path, `${JSON.stringify(value, undefined, 2)}\n`);
  }

  /** Installs what is there, and packages that are not there yet or have another version there. */
  install(packages: Readonly<Record<string, string>> = {}): void {
    Object.assign(this.#devDependencies, packages);
    this.writeJson('package.json', {
      name: 'workspace',
      private: true,
      devDependencies: this.#devDependencies,
    });
    run(this.directory, INSTALL[this.packageManager]);
  }

  /** With all but what was built, to another place. */
  moveTo(directory: string): void {
    rmSync(join(this.directory, 'dist'), { recursive: true });
    mkdirSync(dirname(directory), { recursive: true });
    renameSync(this.directory, directory);
    this.directory = directory;
  }

  /** The version that is installed. */
  installedVersion(name: string): string {
    const file = join(this.directory, 'node_modules', name, 'package.json');
    return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
  }

  /** Where packages of a name are, below `node_modules`. */
  copiesOf(name: string): readonly string[] {
    const root = join(this.directory, 'node_modules');
    return readdirSync(root, { recursive: true, withFileTypes: true })
      .filter(
        (entry) =>
          entry.isFile() &&
          entry.name === 'package.json' &&
          entry.parentPath.replaceAll('\\', '/').endsWith(`/node_modules/${name}`),
      )
      .map(({ parentPath }) => parentPath);
  }

  /**
   * Builds the media without a network.
   *
   * @returns For each task whether it came from the cache.
   */
  build(image: string, store: string): Map<string, boolean> {
    const output = run(this.directory, ['npx', 'nx', 'run', 'media:package'], {
      VIRTIO_WIN_ISO: image,
      AERO_GUEST_TOOLS_STORE: store,
      AERO_GUEST_TOOLS_BUILD_ID: 'proof',
      SOURCE_DATE_EPOCH: '1700000000',
      HTTP_PROXY: OFFLINE,
      HTTPS_PROXY: OFFLINE,
    });
    const tasks = [...output.matchAll(/^> nx run media:([a-z-]+)\S*(.*)$/gm)];
    return new Map(tasks.map(([, task = '', note = '']) => [task, note.includes('cache')]));
  }

  /** SHA-256 of an output. */
  sha256(output: string): string {
    return sha256(join(this.directory, 'dist/media/virtio-win', output));
  }
}

/** SHA-256 of a file, hexadecimal. */
export function sha256(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}
