import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { hasNginx } from '@aero-guest-tools/cache-server';
import { expectedHashes, IMAGE } from './media';
import { Proof } from './proof';
import { proveKeys } from './prove-keys';
import { proveMigration } from './prove-migration';
import { provePage } from './prove-page';
import { proveRemoteCache } from './prove-remote-cache';
import { publishAs, publishRelease, startRegistry, type Registry } from './registry';
import { CHECKOUT, run } from './run';
import { NxWorkspace, type NxVersions, type PackageManager } from './workspace';

// Proves that people can use what is published: `node tools/registry/dist/main.js [--all]`. Publishes both
// packages to a registry on loopback by the command of a release. In empty workspaces, for the oldest Nx and the
// newest, it then types what the page tells, and builds media from a genuine image without a network; with
// --all for every one, and by every package manager.

const USAGE = `Usage: npm run proof [-- --all]

Publishes both packages to a registry on loopback, and does in empty workspaces
what docs/own-workspace.md says. Needs a genuine image, which it looks for at
${IMAGE}.

  --all   every version of Nx from 20 to 24, and npm, pnpm and yarn
  --help  this text
`;

const OLDEST: NxVersions = ['20.7.0', '20.8.4'];
const BETWEEN: readonly NxVersions[] = [
  ['21.6.4', '21.6.9'],
  ['22.6.1', '22.7.9'],
  ['23.3.2', '23.3.2'],
];
const NEWEST: NxVersions = ['24.0.6', '24.0.0'];

/** Their programs, which do not come with Node. */
const PACKAGE_MANAGERS = { pnpm: '9.15.9', yarn: '1.22.22' } as const;

/** The same contents as what is published, before it and beside it. */
const OLDER_VERSION = '0.9.0';
const OTHER_VERSION = '1.0.0-other.1';

/** Installs the other package managers, and tells where their programs are. */
function installPackageManagers(proof: Proof): string {
  const directory = proof.path('package-managers');
  mkdirSync(directory);
  const packages = Object.entries(PACKAGE_MANAGERS).map(([name, version]) => `${name}@${version}`);
  run(directory, ['npm', 'install', '--prefix', '.', '--no-audit', '--no-fund', ...packages]);
  return join(directory, 'node_modules/.bin');
}

async function prove(proof: Proof, registry: Registry, isFull: boolean): Promise<void> {
  const { npmrc } = registry;
  const release = publishedVersion();
  publishRelease(registry, proof.path());
  for (const version of [OLDER_VERSION, OTHER_VERSION]) publishAs(version, registry, proof.path());
  proof.check('published by the command of a release', true, true);
  const expected = expectedHashes(proof);

  const workspaceWith = (
    versions: NxVersions,
    packageManager: PackageManager = 'npm',
    programs?: string,
  ): NxWorkspace => {
    const directory = proof.path(`${packageManager}-${versions[0]}`);
    const options = { npmrc, packageManager, image: IMAGE, store: proof.store };
    const workspace = new NxWorkspace(directory, versions, {
      ...options,
      ...(programs !== undefined && { programs }),
    });
    workspace.install();
    provePage(proof, workspace, { versions, expected });
    return workspace;
  };

  for (const versions of [OLDEST, ...(isFull ? BETWEEN : []), NEWEST]) {
    const workspace = workspaceWith(versions);
    if (versions === NEWEST && hasNginx) await proveRemoteCache(proof, workspace, expected);
    proveKeys(proof, workspace, OTHER_VERSION);
    proveMigration(proof, workspace, { before: OLDER_VERSION, after: release });
  }
  if (!isFull) return;
  const programs = installPackageManagers(proof);
  for (const packageManager of ['pnpm', 'yarn'] as const) {
    workspaceWith(NEWEST, packageManager, programs);
  }
}

function publishedVersion(): string {
  const file = join(CHECKOUT, 'packages/nx/package.json');
  return (JSON.parse(readFileSync(file, 'utf8')) as { version: string }).version;
}

function readOptions(): { readonly all?: boolean; readonly help?: boolean } | undefined {
  try {
    return parseArgs({ options: { all: { type: 'boolean' }, help: { type: 'boolean' } } }).values;
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n${USAGE}`);
    return undefined;
  }
}

async function main(): Promise<void> {
  const options = readOptions();
  if (options === undefined) {
    process.exitCode = 2;
    return;
  }
  if (options.help === true) {
    process.stdout.write(USAGE);
    return;
  }
  if (!existsSync(IMAGE)) {
    console.log(`skipped: ${IMAGE} is not there`);
    return;
  }
  if (!hasNginx) console.log('skipped: the shared cache, since nginx is not installed');
  const proof = new Proof();
  const registry = await startRegistry(proof.path('registry'));
  try {
    await prove(proof, registry, options.all === true);
  } finally {
    registry.stop();
    proof.remove();
  }
  if (proof.failed > 0) process.exitCode = 1;
}

void main();
