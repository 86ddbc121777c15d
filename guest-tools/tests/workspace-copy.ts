import { execFileSync, spawn, spawnSync } from 'node:child_process';
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { devNull, tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';

/** The checkout that these tests stand in. */
export const CHECKOUT = resolve(__dirname, '../..');

/** The image of genuine drivers, where the checkout has it beside itself. */
export const GENUINE_IMAGE = resolve(CHECKOUT, '../shared/virtio-win/virtio-win-w7-subset.iso');

/** How a run of nx ended. */
export interface NxRun {
  readonly status: number | null;
  readonly stdout: string;
  /** Standard output and standard error. */
  readonly output: string;
  /** Targets of guest-tools that were run, by name. */
  readonly ran: readonly string[];
  /** Targets of guest-tools that came from the cache, by name. */
  readonly cached: readonly string[];
}

/** A run of nx that has not ended yet. */
export interface RunningNx {
  readonly ended: Promise<NxRun>;
  /** Sends a signal to nx and to all processes that it has started. */
  kill(signal: NodeJS.Signals): void;
}

/** A copy of the checkout as a git repository of its own, with an empty cache and an empty store. */
export interface Workspace {
  readonly directory: string;
  path(...components: string[]): string;
  read(path: string): Buffer;
  write(path: string, contents: string | Uint8Array): void;
  edit(path: string, change: (text: string) => string): void;
  nx(args: readonly string[], environment?: NodeJS.ProcessEnv, umask?: string): NxRun;
  startNx(args: readonly string[], environment?: NodeJS.ProcessEnv): RunningNx;
  /** Runs git, and returns what it printed, without white space around it. */
  git(...args: string[]): string;
  remove(): void;
}

/** Copies what git knows or would know of the checkout, so that edits under test are real ones. */
export function copyWorkspace(name = 'workspace'): Workspace {
  const root = mkdtempSync(join(tmpdir(), 'aero-'));
  const directory = join(root, name);
  const files = git(CHECKOUT, 'ls-files', '-z', '--cached', '--others', '--exclude-standard');
  for (const file of files.split('\0').filter((path) => path !== '')) {
    const source = join(CHECKOUT, file);
    if (existsSync(source)) cpSync(source, join(directory, file));
  }
  linkDependencies(directory);
  git(directory, 'init', '--quiet', '--initial-branch=main');
  git(directory, 'add', '--all');
  git(directory, 'commit', '--quiet', '--message=Copy the checkout');
  return workspace(directory, root);
}

/** Clones a workspace, so that both have the same HEAD commit. */
export function cloneWorkspace(original: Workspace, name: string): Workspace {
  const root = mkdtempSync(join(tmpdir(), 'aero-'));
  const directory = join(root, name);
  git(root, 'clone', '--quiet', original.directory, directory);
  linkDependencies(directory);
  return workspace(directory, root);
}

/** The plugin, as an installed package has it in the lock file. */
export const INSTALLED_PLUGIN = '@aero-guest-tools/executors';

/**
 * A workspace of somebody else, in which the plugin is an installed package like any other. The package is
 * linked to the checkout.
 *
 * @param files Their contents by their paths.
 */
export function installedWorkspace(files: Readonly<Record<string, string>>): Workspace {
  const root = mkdtempSync(join(tmpdir(), 'aero-'));
  const directory = join(root, 'workspace');
  const installed = join(CHECKOUT, 'node_modules');
  mkdirSync(join(directory, 'node_modules', dirname(INSTALLED_PLUGIN)), { recursive: true });
  for (const name of readdirSync(installed)) {
    if (name === '@aero-guest-tools' || name === '.cache') continue;
    symlinkSync(join(installed, name), join(directory, 'node_modules', name));
  }
  symlinkSync(join(CHECKOUT, 'executors'), join(directory, 'node_modules', INSTALLED_PLUGIN));
  const created = workspace(directory, root);
  const devDependencies = { [INSTALLED_PLUGIN]: '1.0.0', nx: '24.0.6' };
  const json = {
    'package.json': { name: 'workspace', private: true, devDependencies },
    'package-lock.json': {
      name: 'workspace',
      lockfileVersion: 3,
      requires: true,
      packages: {
        '': { name: 'workspace', devDependencies },
        ...Object.fromEntries(
          Object.entries(devDependencies).map(([name, version]) => [
            `node_modules/${name}`,
            {
              version,
              resolved: `https://example.org/${version}.tgz`,
              integrity: 'sha512-00',
              dev: true,
            },
          ]),
        ),
      },
    },
    'nx.json': { analytics: false, neverConnectToCloud: true },
  };
  for (const [path, value] of Object.entries(json)) created.write(path, JSON.stringify(value));
  created.write('.gitignore', 'node_modules\ndist\n.nx\n');
  for (const [path, contents] of Object.entries(files)) created.write(path, contents);
  created.git('init', '--quiet', '--initial-branch=main');
  created.git('add', '--all');
  created.git('commit', '--quiet', '--message=Start a workspace');
  return created;
}

function workspace(directory: string, root: string): Workspace {
  const path = (...components: string[]): string => join(directory, ...components);
  const nxOptions = (environment: NodeJS.ProcessEnv): SpawnOptions => ({
    cwd: directory,
    env: nxEnvironment(directory, {
      AERO_GUEST_TOOLS_STORE: join(root, 'store'),
      ...environment,
    }),
  });
  return {
    directory,
    path,
    read: (file) => readFileSync(path(file)),
    write: (file, contents) => {
      mkdirSync(dirname(path(file)), { recursive: true });
      writeFileSync(path(file), contents);
    },
    edit: (file, change) => {
      const before = readFileSync(path(file), 'utf8');
      const after = change(before);
      if (after === before) throw new Error(`the edit did not change ${file}`);
      writeFileSync(path(file), after);
    },
    nx: (args, environment = {}, umask = '022') => {
      const run = spawnSync(
        'sh',
        ['-c', `umask ${umask} && exec node_modules/.bin/nx "$@"`, 'nx', ...args],
        { ...nxOptions(environment), encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
      );
      return nxRun(run.status, run.stdout, run.stderr);
    },
    startNx: (args, environment = {}) => startNx(args, nxOptions(environment)),
    git: (...args) => git(directory, ...args).trim(),
    remove: () => {
      rmSync(root, { recursive: true, force: true });
    },
  };
}

/** Links every installed package to the checkout's, but the workspace's own packages to the copy's. */
function linkDependencies(directory: string): void {
  const installed = join(CHECKOUT, 'node_modules');
  mkdirSync(join(directory, 'node_modules', '@aero-guest-tools'), { recursive: true });
  for (const name of readdirSync(installed)) {
    if (name === '@aero-guest-tools' || name === '.cache') continue;
    symlinkSync(join(installed, name), join(directory, 'node_modules', name));
  }
  for (const name of readdirSync(join(installed, '@aero-guest-tools'))) {
    symlinkSync(
      readlinkSync(join(installed, '@aero-guest-tools', name)),
      join(directory, 'node_modules', '@aero-guest-tools', name),
    );
  }
}

interface SpawnOptions {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
}

function nxEnvironment(directory: string, environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const inherited = Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) =>
        !/^(?:NX_|AERO_|DRIVER_|SOURCE_DATE_EPOCH|VIRTIO_WIN|(?:https?|no)_proxy$)/i.test(name),
    ),
  );
  return {
    ...inherited,
    NX_DAEMON: 'false',
    NX_TUI: 'false',
    // By default, checkouts of one user share a cache, which would hide what a run does.
    NX_CACHE_DIRECTORY: join(directory, '.nx/cache'),
    NX_WORKSPACE_DATA_DIRECTORY: join(directory, '.nx/workspace-data'),
    NO_COLOR: '1',
    ...environment,
  };
}

function startNx(args: readonly string[], options: SpawnOptions): RunningNx {
  const nx = spawn('node_modules/.bin/nx', args, { ...options, detached: true });
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  nx.stdout.on('data', (chunk: Buffer) => stdout.push(chunk));
  nx.stderr.on('data', (chunk: Buffer) => stderr.push(chunk));
  return {
    ended: new Promise((end, reject) => {
      nx.on('error', reject);
      nx.on('close', (status) => {
        end(nxRun(status, Buffer.concat(stdout).toString(), Buffer.concat(stderr).toString()));
      });
    }),
    kill: (signal) => {
      if (nx.pid !== undefined) process.kill(-nx.pid, signal);
    },
  };
}

function nxRun(status: number | null, stdout: string, stderr: string): NxRun {
  const tasks = [
    ...stdout.matchAll(/^> nx run guest-tools:([a-z-]+):[a-z-]+(?: --[^ ]+)* *(\[.*\])?$/gm),
  ];
  return {
    status,
    stdout,
    output: stdout + stderr,
    ran: tasks.filter((task) => task[2] === undefined).map((task) => String(task[1])),
    cached: tasks.filter((task) => task[2] !== undefined).map((task) => String(task[1])),
  };
}

/** With a fixed author and time, so that the same tree has the same commit everywhere. */
function git(cwd: string, ...args: string[]): string {
  return execFileSync('git', args, {
    cwd,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    env: {
      ...process.env,
      GIT_CONFIG_GLOBAL: devNull,
      GIT_AUTHOR_NAME: 'author',
      GIT_AUTHOR_EMAIL: 'author@example.org',
      GIT_COMMITTER_NAME: 'committer',
      GIT_COMMITTER_EMAIL: 'committer@example.org',
      GIT_AUTHOR_DATE: '1700000000 +0000',
      GIT_COMMITTER_DATE: '1700000000 +0000',
    },
  });
}
