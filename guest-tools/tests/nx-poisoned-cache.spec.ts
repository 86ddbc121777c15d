import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { copyWorkspace, type NxRun, type Workspace } from './workspace-copy';

const OUTPUTS = 'dist/guest-tools/sample';

let workspace: Workspace;
/** What entries held before they were poisoned, by path. */
const genuine = new Map<string, Buffer>();

beforeAll(() => {
  workspace = copyWorkspace();
  expect(build()).toMatchObject({ status: 0 });
  expect(build('--allowCatalogMismatch')).toMatchObject({ status: 0 });
}, 120_000);

afterEach(() => {
  for (const [path, bytes] of genuine) writeFileSync(path, bytes);
  genuine.clear();
  for (const entry of addedEntries()) rmSync(entry, { recursive: true, force: true });
});

afterAll(() => {
  workspace.remove();
});

function build(...args: string[]): NxRun {
  return workspace.nx(['run', 'guest-tools:package', ...args], { NX_DAEMON: 'false' });
}

let knownEntries: ReadonlySet<string> | undefined;

/** What tasks have added to the cache that ran on what was poisoned. */
function addedEntries(): readonly string[] {
  const entries = readdirSync(workspace.path('.nx/cache')).map((name) =>
    workspace.path('.nx/cache', name),
  );
  knownEntries ??= new Set(entries);
  return entries.filter((entry) => !knownEntries?.has(entry));
}

/** Changes a file of the build directory in each entry of the cache that holds it. */
function poison(path: string, change: (text: string) => string): void {
  const entries = readdirSync(workspace.path('.nx/cache'), { withFileTypes: true });
  let count = 0;
  for (const entry of entries.filter((item) => item.isDirectory())) {
    const file = join(workspace.path('.nx/cache', entry.name), OUTPUTS, path);
    if (!existsSync(file)) continue;
    const bytes = readFileSync(file);
    const changed = change(bytes.toString('latin1'));
    expect(changed).not.toBe(bytes.toString('latin1'));
    genuine.set(file, bytes);
    writeFileSync(file, changed, 'latin1');
    count += 1;
  }
  expect(count).toBeGreaterThan(0);
}

/** A cache can bring back anything, and readers of a shared one trust all who write to it. */
describe('rules 9: what a poisoned entry of the cache says is not packaged', () => {
  const REMEDY = /remedy: +a cache holds a damaged entry: run "npx nx reset"[^]*who can write to/;

  test.each<readonly [string, string, (text: string) => string, RegExp]>([
    [
      'a command in devices.cmd',
      'config/devices.cmd',
      (text) => `${text}start calc.exe\r\n`,
      /config\/devices\.cmd: this is not what generate-devices-cmd makes of its inputs/,
    ],
    [
      'another contract',
      'windows-device-contract.json',
      (text) => text.replace('"contract_version":"', '"contract_version":"9'),
      /windows-device-contract\.json: this is not what generate-devices-cmd makes of its inputs/,
    ],
    [
      'another driver',
      'driver-pack/drivers/amd64/viostor/viostor.sys',
      (text) => `${text}changed`,
      /driver-pack\/drivers\/amd64\/viostor\/viostor\.sys: this is not what extract-drivers takes from/,
    ],
    [
      'another licence',
      'driver-pack/licenses/virtio-win/driver-pack-manifest.json',
      (text) => text.replace('"missing_optional_drivers"', '"a": 1,\n"missing_optional_drivers"'),
      /driver-pack-manifest\.json: this is not what extract-drivers takes from the source/,
    ],
    [
      'another spec',
      'packaging-spec.json',
      (text) => text.replace('true', 'false'),
      /packaging-spec\.json: this is not what validate-spec makes of its inputs/,
    ],
    [
      'a refused driver that is said to be accepted',
      'validation-report.json',
      (text) => text.replaceAll(/"(with(?:out)?Updates)": "[a-z-]+"/g, '"$1": "accepted"'),
      /validation-report\.json: this is not what validate-spec makes of its inputs/,
    ],
    [
      'a plan of other media, which make-iso and make-zip follow',
      'staged/plan.json',
      (text) => text.replace('"volumeId": "AERO', '"volumeId": "EVIL'),
      /staged\/plan\.json: this is not what stage-media makes of its inputs/,
    ],
    [
      'another manifest, with its hash in the plan',
      'staged/manifest.json',
      (text) => text.replace('"build_id": "', '"build_id": "0'),
      /manifest\.json: (?:this is not what stage-media makes|the file has changed since)/,
    ],
    [
      'a file that the filter would have let out',
      'validation-report.json',
      (text) =>
        text.replaceAll(
          /"path": "(\w+\.pdb)",\s+"size": (\d+),\s+"decision": "exclude"/g,
          '"path": "$1", "size": $2, "decision": "include"',
        ),
      /validation-report\.json: this is not what validate-spec makes of its inputs/,
    ],
  ])(
    '%s',
    (_, path, change, message) => {
      addedEntries();
      poison(path, change);
      rmSync(workspace.path('dist/guest-tools'), { recursive: true });
      // Not left to the catalog of the driver, which a poisoned entry could replace too.
      const run = build('--allowCatalogMismatch');
      expect(run.output).toMatch(message);
      expect(run.output).toMatch(REMEDY);
      expect(run.status).not.toBe(0);
      expect(
        readdirSync(workspace.path(OUTPUTS)).filter((name) => /^(?:aero|manifest)/.test(name)),
      ).toEqual([]);
    },
    60_000,
  );

  test.each([
    ['validation-report.json', 'validate-spec'],
    ['packaging-spec.json', 'validate-spec'],
    ['windows-device-contract.json', 'generate-devices-cmd'],
  ])(
    'an empty object in %s is refused, and named',
    (path, task) => {
      addedEntries();
      poison(path, () => '{}');
      rmSync(workspace.path('dist/guest-tools'), { recursive: true });
      const run = build();
      expect(run.output).toMatch(new RegExp(`${path}(?: \\(.*\\))?: .*`));
      expect(run.output).toMatch(new RegExp(`remedy: +(?:run ${task} again|a cache holds)`));
      expect(run.output).not.toMatch(/TypeError|at .*\.js:/);
      expect(run.status).not.toBe(0);
    },
    60_000,
  );

  test('what is advised helps', () => {
    addedEntries();
    poison('config/devices.cmd', (text) => `${text}start calc.exe\r\n`);
    expect(build().status).not.toBe(0);
    genuine.clear();
    expect(workspace.nx(['reset'])).toMatchObject({ status: 0 });
    expect(build()).toMatchObject({ status: 0 });
  }, 120_000);
});
