import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { InputError } from '@aero-guest-tools/diagnostics';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { buildDirectory } from '../build-directory/build-directory';
import { mediaInputs, privateKey, recordAsChecked, write } from './media-inputs.fixture';
import { recordMedia } from './record-media';
import { stageMedia, type StageMediaOptions } from './stage-media';

let root: string;
let options: StageMediaOptions;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'same-refusals-'));
  options = mediaInputs(root);
});
afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

/** Adds files to the payload. */
const payload =
  (...files: readonly (readonly [string, string])[]): (() => void) =>
  () => {
    for (const [path, contents] of files) write(join(options.guestToolsDirectory, path), contents);
  };

const FAULTS: readonly (readonly [string, () => void])[] = [
  ['a name that Windows cannot have', payload(['tools/nul.txt', 'a'])],
  ['paths that differ by case', payload(['tools/a.bin', 'a'], ['tools/A.bin', 'b'])],
  ['a private key, by its name', payload(['config/a.pfx', 'a'])],
  ['private keys, by contents', payload(['tools/a.txt', privateKey], ['tools/b.txt', privateKey])],
  ['a certificate that the policy does not want', payload(['certs/a.cer', 'a'])],
  [
    'a certificate that is none',
    () => {
      payload(['certs/a.cer', 'a'])();
      options = { ...options, signingPolicy: 'test' };
    },
  ],
  [
    'no driver for Windows Setup',
    () => {
      options = { ...options, setupDrivers: true };
    },
  ],
  [
    'a driver that was replaced after it was checked',
    () => {
      const files = buildDirectory(options.buildDirectory);
      recordAsChecked(files);
      write(join(files.drivers, 'x86/viostor/viostor.sys'), 'VIOSTOR.SYS');
    },
  ],
];

async function diagnosticsOf(step: Promise<unknown>): Promise<InputError['diagnostics']> {
  const error: unknown = await step.catch((reason: unknown) => reason);
  if (!(error instanceof InputError)) throw error;
  return error.diagnostics;
}

describe('a build in one process refuses what stage-media refuses, in the same words', () => {
  test.each(FAULTS)('%s', async (_, fault) => {
    fault();
    const refusal = await diagnosticsOf(stageMedia(options));
    expect(refusal).not.toEqual([]);
    expect(await diagnosticsOf(recordMedia({ ...options, workers: 0 }))).toEqual(refusal);
  });
});
