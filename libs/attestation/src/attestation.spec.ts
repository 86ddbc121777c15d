import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { Envelope } from '@sigstore/protobuf-specs';
import { readSigningKey, readVerificationKey } from './attestation-key';
import { checkAttestation } from './check-attestation';
import { description, SHA256 } from '@aero-guest-tools/media-description/description.fixture';
import { signStatement } from './envelope';
import { provenanceStatement } from './provenance-statement';

const MEDIA = { path: 'a.iso', sha256: SHA256 };

interface Pair {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

const KEYS: Readonly<Record<string, Pair>> = {
  'ECDSA P-256': generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  Ed25519: generateKeyPairSync('ed25519'),
};
const privatePem = ({ privateKey }: Pair): Buffer =>
  Buffer.from(privateKey.export({ format: 'pem', type: 'pkcs8' }));
const publicPem = ({ publicKey }: Pair): Buffer =>
  Buffer.from(publicKey.export({ format: 'pem', type: 'spki' }));

const statement = provenanceStatement(description());

function signed(pair: Pair, text = statement): string {
  return signStatement(text, readSigningKey(privatePem(pair), 'key.pem'));
}

function check(envelope: string, pair: Pair, attested = MEDIA): unknown {
  const key = readVerificationKey(publicPem(pair), 'key.pub');
  return checkAttestation(Buffer.from(envelope), 'a.intoto.jsonl', key, attested);
}

describe('the statement', () => {
  test('is in-toto Statement v1 with SLSA provenance v1: outputs, and what they were made of', () => {
    expect(JSON.parse(statement)).toEqual({
      _type: 'https://in-toto.io/Statement/v1',
      subject: [{ name: 'aero-guest-tools.iso', digest: { sha256: SHA256 } }],
      predicateType: 'https://slsa.dev/provenance/v1',
      predicate: {
        buildDefinition: {
          buildType: 'urn:aero-guest-tools:build-media:v1',
          externalParameters: {
            version: '1.2.3',
            buildId: 'a'.repeat(40),
            sourceDateEpoch: 1_700_000_000,
            signingPolicy: 'production',
            packagingSpec: 'specs/packaging/a.json',
            windowsDeviceContract: 'specs/contracts/b.json',
            volumeId: 'AERO_GUEST_TOOLS',
          },
          resolvedDependencies: [
            {
              name: 'drivers',
              digest: { sha256: SHA256 },
              annotations: { kind: 'iso', volumeId: 'virtio-win-0.1.172' },
            },
            {
              name: 'packaging-spec',
              digest: { sha256: SHA256 },
              annotations: { path: 'specs/packaging/a.json', form: 'canonical JSON (RFC 8785)' },
            },
            {
              name: 'windows-device-contract',
              digest: { sha256: SHA256 },
              annotations: { path: 'specs/contracts/b.json', form: 'canonical JSON (RFC 8785)' },
            },
            {
              name: 'packager',
              uri: 'pkg:generic/aero-guest-tools-packaging@0.0.0',
              digest: { gitCommit: 'a'.repeat(40) },
            },
            { name: 'setup.cmd', digest: { sha256: SHA256 } },
          ],
        },
        runDetails: {
          builder: { id: 'urn:aero-guest-tools:packager', version: { packager: '0.0.0' } },
        },
      },
    });
  });

  test('names the files of drivers that were read from a directory', () => {
    const media = description({ source: undefined, licences: [] });
    const { predicate } = JSON.parse(provenanceStatement(media)) as {
      predicate: { buildDefinition: { resolvedDependencies: readonly { name: string }[] } };
    };
    expect(predicate.buildDefinition.resolvedDependencies.map(({ name }) => name)).toContain(
      'drivers/amd64/viostor/viostor.sys',
    );
  });

  test('names the guests of media that are not for Windows 7', () => {
    const { manifest } = description();
    const target = { windows: 'w11', name: 'Windows 11', architectures: ['amd64'] } as const;
    expect(
      JSON.parse(provenanceStatement(description({ manifest: { ...manifest, target } }))),
    ).toMatchObject({
      predicate: {
        buildDefinition: {
          externalParameters: { windows: 'w11', architectures: ['amd64'] },
        },
      },
    });
  });

  test('is the same for the same media', () => {
    expect(provenanceStatement(description())).toBe(statement);
  });

  test('tells of drivers for Windows Setup as a parameter; what is made for it is no input', () => {
    const { manifest } = description();
    const files = [
      { path: '$WinPEDriver$/amd64/viostor/viostor.sys', sha256: SHA256, size: 50_000 },
      { path: 'config/autounattend-fragment.xml', sha256: SHA256, size: 2000 },
      ...manifest.files,
    ];
    const text = provenanceStatement(
      description({ manifest: { ...manifest, files }, setupDrivers: true }),
    );
    const expected = statement.replace(
      '"signingPolicy":"production"',
      '"setupDrivers":true,"signingPolicy":"production"',
    );
    expect(text).toBe(expected);
  });
});

describe.each(Object.entries(KEYS))('an attestation signed with %s', (_, pair) => {
  test('is accepted with its key', () => {
    expect(check(signed(pair), pair)).toEqual({
      subject: 'aero-guest-tools.iso',
      builder: 'urn:aero-guest-tools:packager',
    });
  });

  test('is a DSSE envelope by the published type of sigstore', () => {
    const envelope = JSON.parse(signed(pair)) as unknown;
    const message = Envelope.fromJSON(envelope);
    expect(Envelope.toJSON(message)).toEqual(envelope);
    expect(message.payloadType).toBe('application/vnd.in-toto+json');
    expect(message.payload.toString()).toBe(statement);
  });

  test('may be in a bundle of sigstore', () => {
    const bundle = JSON.stringify({ dsseEnvelope: JSON.parse(signed(pair)) });
    expect(check(bundle, pair)).toBeTruthy();
  });

  test('is refused with another key of the same kind', () => {
    const type = pair.privateKey.asymmetricKeyType;
    const other =
      type === 'ec'
        ? generateKeyPairSync('ec', { namedCurve: 'P-256' })
        : generateKeyPairSync('ed25519');
    expect(() => check(signed(pair), other)).toThrow(
      'the attestation is not signed with this key, or was changed after it was signed',
    );
  });

  test('is refused with a key of another kind', () => {
    for (const other of Object.values(KEYS).filter((candidate) => candidate !== pair)) {
      expect(() => check(signed(pair), other)).toThrow('is not signed with this key');
    }
  });

  test('is refused if the statement was changed', () => {
    const envelope = JSON.parse(signed(pair)) as Record<string, unknown>;
    const payload = Buffer.from(statement.replaceAll(SHA256, 'f'.repeat(64))).toString('base64');
    expect(() => check(JSON.stringify({ ...envelope, payload }), pair)).toThrow(
      'was changed after it was signed',
    );
  });

  test.each([
    ['nothing', []],
    ['an empty signature', [{ sig: '' }]],
    ['no text', [{ sig: 7 }]],
    ['another thing', [null]],
  ])('is refused if %s is in place of the signature', (__, signatures) => {
    const envelope = JSON.parse(signed(pair)) as Record<string, unknown>;
    expect(() => check(JSON.stringify({ ...envelope, signatures }), pair)).toThrow(
      'is not signed with this key',
    );
  });

  test('is refused for other media, whatever their name', () => {
    const attested = { path: 'aero-guest-tools.iso', sha256: 'f'.repeat(64) };
    expect(() => check(signed(pair), pair, attested)).toThrow(
      'the attestation is about other media',
    );
  });

  test.each([
    ['{"_type":"https://in-toto.io/Statement/v1","predicateType":"b","subject":[]}'],
    ['{}'],
    ['[]'],
    ['"text"'],
  ])('is refused if what was signed is %s', (text) => {
    expect(() => check(signed(pair, text), pair)).toThrow('does not say how something was built');
  });
});

describe('what is no signed attestation is refused', () => {
  const [pair] = Object.values(KEYS) as [Pair];

  test.each([
    [statement, 'the attestation is not signed'],
    ['{}', 'this is not a signed attestation'],
    ['null', 'this is not a signed attestation'],
    [
      JSON.stringify({ ...(JSON.parse(signed(pair)) as object), payloadType: 'text/plain' }),
      'the attestation is not an in-toto statement',
    ],
  ])('%#', (text, message) => {
    expect(() => check(text, pair)).toThrow(message);
  });
});

describe('keys', () => {
  test.each([
    ['RSA', generateKeyPairSync('rsa', { modulusLength: 2048 })],
    ['ECDSA P-384', generateKeyPairSync('ec', { namedCurve: 'P-384' })],
  ])('of %s are refused', (_, pair) => {
    const message = 'attestations are not signed with keys of this kind';
    expect(() => readSigningKey(privatePem(pair), 'key.pem')).toThrow(message);
    expect(() => readVerificationKey(publicPem(pair), 'key.pub')).toThrow(message);
  });

  test('that are encrypted are refused with what to do', () => {
    const pem = generateKeyPairSync('ed25519').privateKey.export({
      format: 'pem',
      type: 'pkcs8',
      cipher: 'aes-256-cbc',
      passphrase: 'secret',
    });
    expect(() => readSigningKey(Buffer.from(pem), 'key.pem')).toThrow(
      'the private key is encrypted',
    );
  });

  test('that are none are refused, and a public key does not sign', () => {
    const [pair] = Object.values(KEYS) as [Pair];
    expect(() => readSigningKey(Buffer.from('text'), 'key.pem')).toThrow(
      'this is not a private key',
    );
    expect(() => readSigningKey(publicPem(pair), 'key.pem')).toThrow('this is not a private key');
    expect(() => readVerificationKey(Buffer.from('text'), 'key.pub')).toThrow(
      'this is not a public key',
    );
  });
});
