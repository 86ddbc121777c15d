import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { publishAs, publishRelease, startRegistry, type Registry } from './registry';
import { CHECKOUT, run } from './run';
import { NxWorkspace, sha256, type NxVersions, type PackageManager } from './workspace';

// Proves that people can use what is published: `node tools/registry/dist/main.js [--all]`. Publishes both
// packages to a registry on loopback by the command of a release, and builds media from a genuine image in
// empty workspaces, for the oldest Nx and the newest; with --all for every one, and by every package manager.

const IMAGE = resolve(CHECKOUT, '../shared/virtio-win/virtio-win-w7-subset.iso');
const OUTPUTS = ['aero-guest-tools.iso', 'aero-guest-tools.zip', 'manifest.json'];

const OLDEST: NxVersions = ['20.7.0', '20.8.4'];
const BETWEEN: readonly NxVersions[] = [
  ['21.6.4', '21.6.9'],
  ['22.6.1', '22.7.9'],
  ['23.3.2', '23.3.2'],
];
const NEWEST: NxVersions = ['24.0.6', '24.0.0'];

/** What comes from the cache where nothing changed that they go by. */
const CACHED_TASKS = [
  'extract-drivers',
  'generate-devices-cmd',
  'validate-spec',
  'make-iso',
  'make-zip',
];

const OTHER_VERSION = '1.0.0-other.1';

class Proof {
  readonly #root = mkdtempSync(join(tmpdir(), 'registry-proof-'));
  readonly #begin = performance.now();
  failed = 0;

  path(...names: string[]): string {
    return join(this.#root, ...names);
  }

  check(what: string, found: unknown, expected: unknown): void {
    const [is, be] = [JSON.stringify(found), JSON.stringify(expected)];
    const seconds = ((performance.now() - this.#begin) / 1000).toFixed(0).padStart(4);
    if (is !== be) this.failed++;
    console.log(`${seconds} s  ${is === be ? 'passed' : 'FAILED'}  ${what}`);
    if (is !== be) console.log(`        found    ${is}\n        expected ${be}`);
  }

  remove(): void {
    rmSync(this.#root, { recursive: true, force: true });
  }
}

/** Which of the tasks that are cached came from the cache. */
function hits(tasks: ReadonlyMap<string, boolean>): readonly string[] {
  return CACHED_TASKS.filter((task) => tasks.get(task));
}

/** The SHA-256 of what a build in this repository makes of the same. */
function expectedHashes(proof: Proof): readonly string[] {
  const out = proof.path('expected');
  run(
    CHECKOUT,
    [
      'node',
      'node_modules/.bin/aero-guest-tools',
      'build',
      IMAGE,
      '--out-dir',
      out,
      '--build-id',
      'proof',
    ],
    { SOURCE_DATE_EPOCH: '1700000000', AERO_GUEST_TOOLS_STORE: proof.path('store') },
  );
  return OUTPUTS.map((output) => sha256(join(out, output)));
}

function proveVersion(
  proof: Proof,
  versions: NxVersions,
  options: { registry: Registry; expected: readonly string[]; packageManager?: PackageManager },
): NxWorkspace {
  const { registry, expected, packageManager = 'npm' } = options;
  const name = `Nx ${versions[0]}, ${packageManager}`;
  const directory = proof.path(`${packageManager}-${versions[0]}`);
  const workspace = new NxWorkspace(directory, versions, {
    npmrc: registry.npmrc,
    packageManager,
  });
  workspace.install();
  proof.check(`${name}: the version of nx`, workspace.installedVersion('nx'), versions[0]);
  if (packageManager === 'npm') {
    proof.check(`${name}: copies of nx`, workspace.copiesOf('nx').length, 1);
  }
  const store = proof.path('store');
  const built = workspace.build(IMAGE, store);
  proof.check(`${name}: tasks of an empty cache that hit`, hits(built), []);
  const hashes = OUTPUTS.map((output) => workspace.sha256(output));
  proof.check(`${name}: the bytes of a build in the repository`, hashes, expected);
  proof.check(`${name}: hits without a change`, hits(workspace.build(IMAGE, store)), CACHED_TASKS);
  return workspace;
}

/** What makes the media again, and what does not. */
function proveKeys(proof: Proof, workspace: NxWorkspace, registry: Registry): void {
  const store = proof.path('store');
  const name = `Nx ${workspace.installedVersion('nx')}`;
  const hit = (where: string): void => {
    proof.check(`${name}: hits ${where}`, hits(workspace.build(IMAGE, store)), CACHED_TASKS);
  };

  workspace.write('README.md', '# A workspace, edited\n');
  workspace.write('media/README.md', '# Media\n');
  hit('after an edit of README');

  workspace.install({ picocolors: '1.1.1' });
  hit('with another npm package');

  workspace.moveTo(proof.path('elsewhere', 'checkout'));
  hit('in another checkout');

  publishAs(OTHER_VERSION, registry, proof.path());
  workspace.install({ '@aero-guest-tools/nx': OTHER_VERSION });
  proof.check(`${name}: hits in another version`, hits(workspace.build(IMAGE, store)), []);
}

async function main(): Promise<void> {
  if (!existsSync(IMAGE)) {
    console.log(`skipped: ${IMAGE} is not there`);
    return;
  }
  const isFull = process.argv.includes('--all');
  const proof = new Proof();
  const registry = await startRegistry(proof.path('registry'));
  try {
    publishRelease(registry, proof.path());
    proof.check('published by the command of a release', true, true);
    const expected = expectedHashes(proof);
    const options = { registry, expected };
    for (const versions of [OLDEST, ...(isFull ? BETWEEN : [])]) {
      proveVersion(proof, versions, options);
    }
    if (isFull) {
      for (const packageManager of ['pnpm', 'yarn'] as const) {
        proveVersion(proof, NEWEST, { ...options, packageManager });
      }
    }
    proveKeys(proof, proveVersion(proof, NEWEST, options), registry);
  } finally {
    registry.stop();
    proof.remove();
  }
  if (proof.failed > 0) process.exitCode = 1;
}

void main();
