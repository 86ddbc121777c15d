import { createHash } from 'node:crypto';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { run, runLine } from './run';

/** Versions of `nx` and `@nx/devkit`. */
export type NxVersions = readonly [nx: string, devkit: string];

/** How each package manager installs what package.json says, without programs of packages. */
const INSTALL = {
  npm: ['npm', 'install', '--ignore-scripts', '--no-audit', '--no-fund'],
  pnpm: ['pnpm', 'install', '--ignore-scripts', '--no-frozen-lockfile'],
  yarn: ['yarn', 'install', '--ignore-scripts', '--non-interactive'],
} as const;

export type PackageManager = keyof typeof INSTALL;

/** What a task did. */
export type TaskOutcome = 'ran' | 'local cache' | 'remote cache';

/** Where nothing answers: what goes to the network in spite of us fails. */
const OFFLINE = { HTTP_PROXY: 'http://127.0.0.1:9', HTTPS_PROXY: 'http://127.0.0.1:9' };

/** The media as they are built, and the rest as in a directory that is no checkout. */
const RECORDED = { AERO_GUEST_TOOLS_BUILD_ID: 'proof', SOURCE_DATE_EPOCH: '1700000000' };

export interface NxWorkspaceOptions {
  readonly npmrc: string;
  /** That of the workspace, and the folder with its program if it does not come with Node. */
  readonly packageManager: PackageManager;
  readonly programs?: string;
  /** An image for `images/virtio-win.iso`. */
  readonly image: string;
  /** Where images are kept. */
  readonly store: string;
}

/** An Nx workspace that has nothing but Nx. */
export class NxWorkspace {
  directory: string;
  readonly packageManager: PackageManager;
  readonly #environment: NodeJS.ProcessEnv;

  constructor(directory: string, [nx, devkit]: NxVersions, options: NxWorkspaceOptions) {
    const { packageManager, programs, store } = options;
    this.directory = directory;
    this.packageManager = packageManager;
    this.#environment = {
      ...RECORDED,
      AERO_GUEST_TOOLS_STORE: store,
      ...(programs !== undefined && {
        PATH: `${programs}${delimiter}${process.env['PATH'] ?? ''}`,
      }),
    };
    this.write('.npmrc', options.npmrc);
    this.write('.gitignore', 'node_modules\ndist\n.nx\nimages\n');
    this.write('README.md', '# A workspace\n');
    this.writeJson('nx.json', { analytics: false });
    this.writeJson('package.json', {
      name: 'workspace',
      private: true,
      devDependencies: { '@nx/devkit': devkit, nx },
    });
    mkdirSync(this.path('images'));
    copyFileSync(options.image, this.path('images/virtio-win.iso'));
  }

  path(...names: string[]): string {
    return join(this.directory, ...names);
  }

  write(path: string, text: string): void {
    mkdirSync(dirname(this.path(path)), { recursive: true });
    writeFileSync(this.path(path), text);
  }

  writeJson(path: string, value: unknown): void {
    this.write(path, `${JSON.stringify(value, undefined, 2)}\n`);
  }

  readJson(path: string): unknown {
    return JSON.parse(readFileSync(this.path(path), 'utf8'));
  }

  /** Installs what is there, and packages that are not there yet or have another version there. */
  install(packages: Readonly<Record<string, string>> = {}): void {
    const manifest = this.readJson('package.json') as { readonly devDependencies: object };
    this.writeJson('package.json', {
      ...manifest,
      devDependencies: { ...manifest.devDependencies, ...packages },
    });
    run(this.directory, INSTALL[this.packageManager], this.#environment);
  }

  /** Runs what a page tells to type. Only `nx add` gets to the network. */
  type(line: string): string {
    const isInstallation = line.startsWith('npx nx add ');
    return runLine(this.directory, line, {
      ...this.#environment,
      ...(isInstallation ? {} : OFFLINE),
    });
  }

  /** Runs Nx without a network. */
  nx(args: readonly string[], environment: NodeJS.ProcessEnv = {}): string {
    return run(this.directory, ['npx', 'nx', ...args], {
      ...this.#environment,
      ...OFFLINE,
      ...environment,
    });
  }

  /** Runs Nx where it asks the registry. */
  nxOnline(args: readonly string[], environment: NodeJS.ProcessEnv = {}): string {
    return run(this.directory, ['npx', 'nx', ...args], { ...this.#environment, ...environment });
  }

  /**
   * Builds media without a network.
   *
   * @returns What became of each task of the project.
   */
  build(target: string, environment: NodeJS.ProcessEnv = {}): ReadonlyMap<string, TaskOutcome> {
    return outcomes(this.nx(['run', target], environment));
  }

  /** Makes a commit of everything that git does not ignore. */
  commit(): void {
    const identity = ['-c', 'user.name=proof', '-c', 'user.email=proof@example.org'];
    if (!existsSync(this.path('.git'))) run(this.directory, ['git', 'init', '--quiet']);
    run(this.directory, ['git', 'add', '--all']);
    run(this.directory, ['git', ...identity, 'commit', '--quiet', '--message=proof']);
  }

  /** The projects that what is not committed affects, in byte order. */
  affected(): readonly string[] {
    const output = this.nx(['show', 'projects', '--affected', '--base=HEAD', '--json']);
    return (JSON.parse(output.slice(output.indexOf('['))) as string[]).toSorted();
  }

  /** Forgets what was built, and what is in the cache of this machine. */
  forget(): void {
    for (const name of ['dist', '.nx']) {
      rmSync(this.path(name), { recursive: true, force: true });
    }
  }

  /** With all but what was built, to another place. */
  moveTo(directory: string): void {
    rmSync(this.path('dist'), { recursive: true });
    mkdirSync(dirname(directory), { recursive: true });
    renameSync(this.directory, directory);
    this.directory = directory;
  }

  /** The version that is installed. */
  installedVersion(name: string): string {
    return (this.readJson(`node_modules/${name}/package.json`) as { version: string }).version;
  }

  /** Where packages of a name are, below `node_modules`; links to them do not count. */
  copiesOf(name: string): readonly string[] {
    const root = this.path('node_modules');
    return readdirSync(root, { recursive: true, withFileTypes: true })
      .filter(
        (entry) =>
          entry.isFile() &&
          entry.name === 'package.json' &&
          entry.parentPath.replaceAll('\\', '/').endsWith(`/node_modules/${name}`),
      )
      .map(({ parentPath }) => parentPath);
  }

  /** SHA-256 of an output. */
  sha256(...path: string[]): string {
    return sha256(this.path('dist', ...path));
  }
}

/** What Nx tells of each task, by its name. */
function outcomes(output: string): ReadonlyMap<string, TaskOutcome> {
  const tasks = output.matchAll(/^> nx run [\w-]+:([a-z-]+)\S*(.*)$/gm);
  return new Map(
    [...tasks].map(([, task = '', note = '']) => [
      task,
      note.includes('remote cache')
        ? 'remote cache'
        : note.includes('cache')
          ? 'local cache'
          : 'ran',
    ]),
  );
}

/** SHA-256 of a file, hexadecimal. */
export function sha256(file: string): string {
  return createHash('sha256').update(readFileSync(file)).digest('hex');
}
