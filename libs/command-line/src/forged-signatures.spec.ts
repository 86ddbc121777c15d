import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fixtureCatalog, type CatalogSigners } from '@aero-guest-tools/driver-fixtures';
import { identity, TIME_STAMPING, type Identity } from '@aero-guest-tools/test-signing';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { aeroPackager } from './aero-packager';
import { recordRun, type RecordedRun } from './recorded-run.fixture';
import { ARGUMENTS, writeCleanInputs } from './refusals/clean-inputs.fixture';
import { runProgram } from './run-program';

/**
 * The names are those of genuine drivers, with each part in its original type; the keys are made
 * for this test.
 */
const forged = (name: Parameters<typeof identity>[0]['name'], issuer?: Identity): Identity =>
  identity({
    name,
    isPrintable: true,
    seed: `forged ${Object.values(name).join(' ')}`,
    bits: 1024,
    extendedKeyUsage: [],
    ...(issuer === undefined ? {} : { issuer }),
  });

const MICROSOFT = { C: 'US', ST: 'Washington', L: 'Redmond', O: 'Microsoft Corporation' };
const DIGICERT = { C: 'US', O: 'DigiCert Inc', OU: 'www.digicert.com' };
const RED_HAT = { C: 'US', ST: 'nc', L: 'Raleigh', O: 'Red Hat, Inc', CN: 'Red Hat, Inc' };

const timestampRoot = forged({ ...DIGICERT, CN: 'DigiCert Assured ID Root CA' });
const timestampAuthority = forged({ ...DIGICERT, CN: 'DigiCert Assured ID CA-1' }, timestampRoot);

/** Without the root, which a genuine signature does not include either. */
const withoutRoot = (signer: Identity): Identity => ({
  ...signer,
  certificates: signer.certificates.slice(0, -1),
});

const authority = withoutRoot(
  identity({
    name: { C: 'US', O: 'DigiCert', CN: 'DigiCert Timestamp Responder' },
    isPrintable: true,
    seed: 'forged responder',
    bits: 1024,
    issuer: timestampAuthority,
    extendedKeyUsage: TIME_STAMPING,
  }),
);

const redHat = (root: Identity): Identity => {
  const cross = forged({ ...DIGICERT, CN: 'DigiCert Assured ID Root CA' }, root);
  return forged(
    RED_HAT,
    forged({ ...DIGICERT, CN: 'DigiCert Assured ID Code Signing CA-1' }, cross),
  );
};

const codeVerificationRoot = forged({ ...MICROSOFT, CN: 'Microsoft Code Verification Root' });
const productRoot = forged({ ...MICROSOFT, CN: 'Microsoft Root Certificate Authority 2010' });
const publisher = forged(
  { ...MICROSOFT, CN: 'Microsoft Windows Hardware Compatibility Publisher' },
  forged({ ...MICROSOFT, CN: 'Microsoft Windows Third Party Component CA 2012' }, productRoot),
);

let root: string;
beforeAll(() => {
  root = mkdtempSync(join(tmpdir(), 'forged-signatures-'));
  writeCleanInputs(join(root, 'clean'));
});
afterAll(() => {
  rmSync(root, { recursive: true, force: true });
});

/** Packages the clean inputs with `viostor.sys` changed, and everything signed again. */
async function packageForged(
  name: string,
  signers: CatalogSigners,
  options: Readonly<Record<string, string>>,
  environment: Readonly<Record<string, string>> = {},
): Promise<RecordedRun> {
  const directory = join(root, name);
  cpSync(join(root, 'clean'), directory, { recursive: true });
  if (options['--signing-policy'] !== 'test') {
    rmSync(join(directory, 'guest-tools/certs/test.cer'));
  }
  for (const architecture of ['x86', 'amd64'] as const) {
    for (const driver of readdirSync(join(directory, 'drivers', architecture))) {
      const path = (file: string): string => join(directory, 'drivers', architecture, driver, file);
      if (driver === 'viostor') {
        const sys = readFileSync(path('viostor.sys'));
        writeFileSync(path('viostor.sys'), Buffer.concat([sys, Buffer.from('with more in it')]));
      }
      const files = readdirSync(path('.'));
      const catalog = files.find((file) => file.endsWith('.cat')) ?? '';
      const signed = files
        .filter((file) => file !== catalog)
        .map((file) => ({ path: file, contents: readFileSync(path(file)) }));
      writeFileSync(path(catalog), fixtureCatalog(signed, architecture, signers));
    }
  }
  return recordRun((invocation) => runProgram(aeroPackager, invocation), {
    args: Object.entries({ ...ARGUMENTS, ...options }).flat(),
    environment,
    workingDirectory: directory,
  });
}

describe('rules 11: media that are signed by forged keys under genuine names are refused', () => {
  test.each<readonly [string, Identity]>([
    ['Red Hat by a cross-certificate', withoutRoot(redHat(codeVerificationRoot))],
    ['Red Hat by a cross-certificate, with the root', redHat(codeVerificationRoot)],
    ['Red Hat without a cross-certificate', withoutRoot(withoutRoot(redHat(codeVerificationRoot)))],
    ['WHQL', withoutRoot(publisher)],
    ['WHQL, with the root', publisher],
  ])('%s', async (name, signer) => {
    const { status, stderr } = await packageForged(
      name,
      { signer, authority },
      { '--signing-policy': 'production' },
    );
    expect(status).toBe(1);
    expect(stderr).toMatch(
      /^the certificates of the signer end in the name of a root that Windows trusts, "CN=.*, but not in its key: .* \(20 times\)$/m,
    );
    // Nothing else would have detected them.
    expect(stderr.match(/^\S.*$/gm)).toHaveLength(1);
    expect(readdirSync(join(root, name))).not.toContain('out');
  });

  test('policy test asks for a certificate on the media that vouches for them, as of any signer', async () => {
    const signer = withoutRoot(redHat(codeVerificationRoot));
    const { status, stderr } = await packageForged(
      'policy test',
      { signer, authority },
      { '--signing-policy': 'test' },
    );
    expect(status).toBe(1);
    expect(stderr).toMatch(/the media have no certificate of its signer \(20 times\)/);
  });
});
