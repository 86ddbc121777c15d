import { execFileSync, spawnSync } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A clone of the checkout with more targets, an empty cache and an empty store. */
export interface BenchWorkspace {
  readonly directory: string;
  /**
   * Runs nx, from the start of the process to its end.
   *
   * @returns In seconds.
   * @throws Error if it fails, with what it printed.
   */
  nx(args: readonly string[], environment?: NodeJS.ProcessEnv): number;
  edit(path: string, change: (text: string) => string): void;
  remove(): void;
}

/** How many tasks of the chain do nothing. */
export const CHAIN_LENGTH = 6;

/** The project that is added: an empty target that is cached, and a chain of executors that do nothing. */
const PROJECT = 'nothing';

/** What an empty cached target is called. */
export const EMPTY_TARGET = `${PROJECT}:empty`;

/** The end of a chain of so many executors. */
export function chainTarget(length: number): string {
  return `${PROJECT}:chain-${String(length)}`;
}

/**
 * Clones the commit that is checked out: what is not committed is not measured.
 *
 * @param checkout Its root, where the packages are installed.
 */
export function cloneCheckout(checkout: string): BenchWorkspace {
  const root = mkdtempSync(join(tmpdir(), 'aero-bench-nx-'));
  const directory = join(root, 'workspace');
  execFileSync('git', ['clone', '--quiet', checkout, directory]);
  linkPackages(checkout, directory);
  addProject(join(directory, 'tools', PROJECT));
  commit(directory);
  return {
    directory,
    nx: (args, environment = {}) =>
      runNx(directory, args, { AERO_GUEST_TOOLS_STORE: join(root, 'store'), ...environment }),
    edit: (path, change) => {
      const file = join(directory, path);
      writeFileSync(file, change(readFileSync(file, 'utf8')));
    },
    remove: () => {
      rmSync(root, { recursive: true, force: true });
    },
  };
}

/** Packages from the registry are those of the checkout, the workspace's own are those of the clone. */
function linkPackages(checkout: string, directory: string): void {
  const own = '@aero-guest-tools';
  const installed = join(checkout, 'node_modules');
  mkdirSync(join(directory, 'node_modules', own), { recursive: true });
  for (const name of readdirSync(installed)) {
    if (name === own || name === '.cache') continue;
    symlinkSync(join(installed, name), join(directory, 'node_modules', name));
  }
  for (const name of readdirSync(join(installed, own))) {
    symlinkSync(
      readlinkSync(join(installed, own, name)),
      join(directory, 'node_modules', own, name),
    );
  }
}

function addProject(directory: string): void {
  const write = (name: string, value: unknown): void => {
    writeFileSync(join(directory, name), JSON.stringify(value));
  };
  mkdirSync(directory, { recursive: true });
  write('package.json', { name: PROJECT, version: '0.0.0', executors: './executors.json' });
  write('executors.json', {
    executors: { nothing: { implementation: './nothing.js', schema: './schema.json' } },
  });
  write('schema.json', { version: 2, type: 'object', properties: {} });
  writeFileSync(
    join(directory, 'nothing.js'),
    'module.exports.default = () => Promise.resolve({ success: true });\n',
  );
  const lengths = Array.from({ length: CHAIN_LENGTH }, (_, index) => index + 1);
  write('project.json', {
    name: PROJECT,
    targets: {
      empty: { command: 'exit 0', cache: true, inputs: ['{projectRoot}/project.json'] },
      ...Object.fromEntries(
        lengths.map((length) => [
          `chain-${String(length)}`,
          {
            executor: `./tools/${PROJECT}:nothing`,
            cache: false,
            dependsOn: length === 1 ? [] : [`chain-${String(length - 1)}`],
          },
        ]),
      ),
    },
  });
}

function commit(directory: string): void {
  const identity = ['-c', 'user.name=bench', '-c', 'user.email=bench@example.com'];
  execFileSync('git', ['add', '--all'], { cwd: directory });
  execFileSync('git', [...identity, 'commit', '--quiet', '--message=Add targets to measure'], {
    cwd: directory,
  });
}

function runNx(directory: string, args: readonly string[], environment: NodeJS.ProcessEnv): number {
  const inherited = Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) => !/^(?:NX_|AERO_|DRIVER_|SOURCE_DATE_EPOCH|VIRTIO_WIN)/.test(name),
    ),
  );
  const started = performance.now();
  const { status, stdout, stderr, error } = spawnSync(
    process.execPath,
    [join(directory, 'node_modules/nx/dist/bin/nx.js'), ...args],
    {
      cwd: directory,
      encoding: 'utf8',
      env: {
        ...inherited,
        NX_TUI: 'false',
        NX_CACHE_DIRECTORY: join(directory, '.nx/cache'),
        NX_WORKSPACE_DATA_DIRECTORY: join(directory, '.nx/workspace-data'),
        ...environment,
      },
      maxBuffer: 64 * 1024 * 1024,
    },
  );
  const seconds = (performance.now() - started) / 1000;
  if (error) throw error;
  if (status !== 0) throw new Error(`nx ${args.join(' ')} failed\n${stdout}${stderr}`);
  return seconds;
}
