import { X509Certificate } from 'node:crypto';
import { InputError } from '@aero-guest-tools/diagnostics';
import { sha256Of } from '@aero-guest-tools/file-tree';
import { identity } from '@aero-guest-tools/test-signing';
import { describe, expect, test } from '@jest/globals';
import { sourceInMemory, type MediaSource } from '../files/media-source';
import { parseManifest } from '../manifest/manifest';
import { hashFiles } from './hash-files';
import { stageFiles } from './stage-files';
import { FACTS } from '../manifest/manifest-facts.fixture';

/** A file that must not be read. */
function unread(path: string, size = 1): MediaSource {
  return {
    path,
    size,
    open: () => {
      throw new Error(`${path} was read`);
    },
  };
}

const staged = (...inputs: readonly MediaSource[]) => stageFiles(inputs, FACTS, {});

describe('rules 9: what is on the media, of inputs of any origin', () => {
  test('is the inputs and what is generated, in byte order, and no input is read', async () => {
    const inputs = [unread('verify.cmd'), unread('setup.cmd'), unread('tools/a.exe')];
    const { files, warnings } = await staged(...inputs);
    expect(files.map(({ path }) => path)).toEqual([
      'config/media.cmd',
      'setup.cmd',
      'tools/a.exe',
      'verify.cmd',
    ]);
    expect(warnings).toEqual([]);
    const other = await staged(...inputs.toReversed());
    expect(other.files.map(({ path }) => path)).toEqual(files.map(({ path }) => path));
  });

  test('rules 4: certificates are written anew, wherever they come from', async () => {
    const { certificate: raw } = identity({ name: { CN: 'Test' }, bits: 1024 });
    const pem = Buffer.from(`About it.\n${new X509Certificate(raw).toString()}And more.\n`);
    const { files } = await staged(unread('certs/README.md'), sourceInMemory('certs/a.cer', pem));
    const certificates = files.filter(({ path }) => path.endsWith('.cer'));
    const [hashed] = await hashFiles(certificates, FACTS);
    expect(hashed).toMatchObject({ path: 'certs/a.cer', size: raw.length, sha256: sha256Of(raw) });
  });

  test.each([
    ['the path of the manifest', [unread('Manifest.json')], /reserved for the generated manifest/],
    ['the name of a private key', [unread('tools/key.pfx')], /tools\/key\.pfx: private keys/],
    ['a name that Windows cannot have', [unread('tools/nul.txt')], /nul\.txt: the name cannot/],
    ['paths that differ by case', [unread('SETUP.CMD'), unread('setup.cmd')], /equal when case/],
    ['a generated file of the user', [unread('config/media.cmd')], /config\/media\.cmd/],
  ])('%s is refused, and nothing is read', async (_, inputs, message) => {
    const refusal: unknown = await staged(...inputs).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(InputError);
    expect(String(refusal)).toMatch(message);
  });
});

test('rules 9: what was read once is in the manifest, which stands among the files', async () => {
  const { files } = await staged(sourceInMemory('setup.cmd', Buffer.from('@echo off\r\n')));
  const hashed = await hashFiles(files, FACTS);
  expect(hashed.map(({ path }) => path)).toEqual([
    'config/media.cmd',
    'manifest.json',
    'setup.cmd',
  ]);
  const chunks: Uint8Array[] = [];
  for await (const chunk of hashed[1]?.open() ?? []) chunks.push(chunk);
  expect(parseManifest(Buffer.concat(chunks), 'manifest.json').files).toEqual(
    [hashed[0], hashed[2]].map((file) => ({
      path: file?.path,
      sha256: file?.sha256,
      size: file?.size,
    })),
  );
});
