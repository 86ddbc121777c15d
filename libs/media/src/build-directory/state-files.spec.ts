import { parseMediaPlan } from './media-plan';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InputError } from '@aero-guest-tools/diagnostics';
import { parseDriversIdentity } from '@aero-guest-tools/driver-source';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createManifest, parseManifest } from '../manifest/manifest';
import { readManifestFacts } from '../manifest/read-manifest-facts';
import { mediaInputs, write } from '../steps/media-inputs.fixture';
import { packageMedia } from '../steps/package';
import { makeIso } from '../steps/make-iso';
import { makeZip } from '../steps/make-zip';
import { stageMedia, type StageMediaOptions } from '../steps/stage-media';
import { formatSummary } from '../summary/summary';
import { buildDirectory } from './build-directory';
import { digestFileOf } from './digest-file';

const SHA256 = 'a'.repeat(64);
const IDENTITY = {
  kind: 'iso',
  sha256: SHA256,
  size: 1,
  volume_id: 'virtio-win',
  list_sha256: SHA256,
};

/** A driver with every field that a report can have. */
const DRIVER = {
  name: 'viostor',
  architecture: 'x86',
  directory: 'x86/viostor',
  version: '61.0.0.1',
  date: '01/01/2020',
  provider: 'Red Hat, Inc.',
  infFiles: [
    {
      path: 'viostor.inf',
      version: '1',
      date: '01/01/2020',
      provider: 'p',
      class: 'c',
      classGuid: '{}',
    },
  ],
  devices: [{ name: 'disk', inf: 'viostor.inf', hardwareIds: ['PCI\\VEN_1AF4'] }],
  hardwareIds: ['PCI\\VEN_1AF4'],
  services: ['viostor'],
  files: ['viostor.cat', 'viostor.inf', 'viostor.sys'].map((path) => ({
    path,
    size: path.length,
    decision: 'include',
  })),
  bootDisk: {
    infFile: 'viostor.inf',
    service: 'viostor',
    hardwareIds: ['PCI\\VEN_1AF4&DEV_1001'],
    classGuid: '{4D36E97B-E325-11CE-BFC1-08002BE10318}',
    serviceType: 1,
    startType: 0,
    errorControl: 1,
    loadOrderGroup: 'SCSI miniport',
    binary: 'viostor.sys',
    source: 'viostor.sys',
    sourceIsCompressed: false,
    values: [{ subkey: 'Parameters', name: 'BusType', type: 'REG_DWORD', data: ['1'] }],
  },
  signing: {
    catalogs: [
      {
        path: 'viostor.cat',
        sha256: SHA256,
        memberAlgorithms: ['sha1'],
        signatureAlgorithm: 'sha1',
        signer: 'CN=Red Hat',
        signerName: 'Red Hat',
        timestamp: 1,
      },
    ],
    problems: [
      {
        id: 'catalog.timestamp-missing',
        kind: 'acceptance',
        file: 'x86/viostor/viostor.cat',
        message: 'the signature has no timestamp',
        found: 'x',
        expected: 'y',
        remedy: 'z',
        until: 2_000_000_000,
      },
    ],
    notes: [{ id: 'catalog.publisher-sha-2', file: 'x86/viostor/viostor.cat', message: 'it asks' }],
    verdict: {
      withoutUpdates: 'refused',
      withUpdates: 'accepted',
      updates: ['KB3033929'],
      until: 2_000_000_000,
    },
  },
};

const WARNING = {
  severity: 'warning',
  id: 'inf.signature',
  file: 'x86/viostor/viostor.inf',
  position: { line: 1, column: 1 },
  message: 'odd',
  found: 'x',
  expected: 'y',
  remedy: 'z',
};

let root: string;
let options: StageMediaOptions;
let files: ReturnType<typeof buildDirectory>;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), 'state-files-'));
  options = mediaInputs(root);
  files = buildDirectory(options.buildDirectory);
  write(files.validationReport, JSON.stringify({ drivers: [DRIVER], warnings: [WARNING] }));
  write(
    files.packagingSpec,
    JSON.stringify({
      path: 'a.json',
      value: { target: { windows: 'w7', architectures: ['x86'] } },
    }),
  );
  write(provenance(), JSON.stringify({ source: IDENTITY }));
  write(files.virtioWin, JSON.stringify({ ...IDENTITY, certificates: { ...IDENTITY } }));
  await stageMedia(options);
  const images = { workspaceRoot: root, buildDirectory: options.buildDirectory, workers: 0 };
  await Promise.all([makeIso(images), makeZip(images)]);
});

afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

const provenance = (): string => join(files.licenses, 'virtio-win/driver-pack-manifest.json');

/** Everything that a build makes of these files, except the images. */
const describeMedia = async (): Promise<unknown> => {
  const facts = await readManifestFacts(options, files);
  return createManifest(facts, []);
};
const packageAll = async (): Promise<unknown> => {
  const media = await packageMedia(options.buildDirectory);
  return formatSummary(media, (path) => path);
};

/** The summary without the images, so that they are not read for each of a thousand manifests. */
const summaryOfManifest = (): unknown => {
  const manifest = parseManifest(readFileSync(files.stagedManifest), 'manifest.json');
  const media = { manifest, outputs: [], drivers: [], driversProvenance: undefined, warnings: [] };
  return formatSummary(media, (path) => path);
};

/** Each state file of a build, and what reads it. */
const STATE_FILES: readonly (readonly [
  name: string,
  path: () => string,
  read: () => Promise<unknown>,
])[] = [
  [
    'virtio-win.json',
    () => files.virtioWin,
    () =>
      Promise.resolve().then(() =>
        parseDriversIdentity(readFileSync(files.virtioWin), files.virtioWin),
      ),
  ],
  ['driver-pack-manifest.json', provenance, describeMedia],
  ['windows-device-contract.json', () => files.windowsDeviceContract, describeMedia],
  ['packaging-spec.json', () => files.packagingSpec, describeMedia],
  ['validation-report.json', () => files.validationReport, describeMedia],
  ['plan.json', () => files.plan, packageAll],
  ['manifest.json as it is staged', () => files.stagedManifest, packageAll],
  ['aero-guest-tools.iso.sha256', () => digestFileOf(files.madeIso), packageAll],
  ['aero-guest-tools.zip.sha256', () => digestFileOf(files.madeZip), packageAll],
];

/**
 * Replaces the contents of a file while it is read. Returns the problems, or nothing if it is
 * accepted.
 */
async function problemsWith(
  path: string,
  contents: Uint8Array,
  read: () => Promise<unknown>,
): Promise<InputError | undefined> {
  // `package` removes what it refuses.
  const kept = [
    path,
    files.madeIso,
    files.madeZip,
    digestFileOf(files.madeIso),
    digestFileOf(files.madeZip),
  ].map((file) => [file, readFileSync(file)] as const);
  try {
    writeFileSync(path, contents);
    await read();
    return undefined;
  } catch (error) {
    // Anything else is a defect: the test fails with its stack trace.
    if (!(error instanceof InputError)) throw error;
    return error;
  } finally {
    for (const [file, before] of kept) writeFileSync(file, before);
  }
}

const WRONG = ['{}', '[]', 'null', '""', '0', '{"a":1}', '{"drivers":[{}]}', '[{}]', '', '\0', '{'];

describe('rules 9: a state file of something else is a refusal that names it', () => {
  test.each(STATE_FILES)('%s', async (_, path, read) => {
    const file = path();
    const whole = readFileSync(file);
    for (const wrong of [...WRONG.map((text) => Buffer.from(text)), whole.subarray(0, -7)]) {
      const refusal = await problemsWith(file, wrong, read);
      expect({
        wrong: wrong.toString(),
        files: refusal?.diagnostics.map((one) => one.file),
      }).toEqual({ wrong: wrong.toString(), files: [file] });
      expect(refusal?.diagnostics[0]?.remedy).toMatch(/again/);
    }
  });
});

async function isRefused(
  path: string,
  contents: string,
  read: () => Promise<unknown>,
): Promise<boolean> {
  writeFileSync(path, contents);
  try {
    await read();
    return false;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return true;
  }
}

/**
 * Variants of a value with one change each: every value in it replaced in turn, and every member
 * removed in turn.
 */
function* withOneWrong(value: unknown): Generator {
  for (const wrong of [null, -1, 'x', [null], {}]) yield wrong;
  if (typeof value !== 'object' || value === null) return;
  // What holds for the first of a list holds for the others.
  const members = Object.entries(value).slice(0, Array.isArray(value) ? 1 : undefined);
  for (const [key, member] of members) {
    const replaced = (other: unknown): unknown => {
      const copy = structuredClone(value) as Record<string, unknown>;
      if (other === undefined) Reflect.deleteProperty(copy, key);
      else copy[key] = other;
      return copy;
    };
    if (!Array.isArray(value)) yield replaced(undefined);
    for (const other of withOneWrong(member)) yield replaced(other);
  }
}

describe('rules 9: whatever a state file holds, reading it is no defect', () => {
  const readers = new Map([
    ['plan.json', () => Promise.resolve().then(() => parseMediaPlan(readFileSync(files.plan), ''))],
    ['manifest.json as it is staged', () => Promise.resolve().then(summaryOfManifest)],
  ]);

  test.each(STATE_FILES.filter(([name]) => !name.endsWith('sha256')))(
    '%s, with one value of another type at each place in turn',
    async (name, path, readAll) => {
      const file = path();
      const read = readers.get(name) ?? readAll;
      const whole: unknown = JSON.parse(readFileSync(file, 'utf8'));
      let refused = 0;
      try {
        for (const wrong of withOneWrong(whole)) {
          if (await isRefused(file, JSON.stringify(wrong), read)) refused += 1;
        }
      } finally {
        writeFileSync(file, JSON.stringify(whole));
      }
      expect(refused).toBeGreaterThan(20);
    },
  );
});
