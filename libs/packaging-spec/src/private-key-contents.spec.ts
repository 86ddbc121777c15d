import { generateKeyPairSync, type KeyObject } from 'node:crypto';
import { describe, expect, test } from '@jest/globals';
import { MAXIMUM_PRIVATE_KEY_SIZE, privateKeyIn } from './private-key-contents';

const rsa = generateKeyPairSync('rsa', { modulusLength: 1024 });
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const ed25519 = generateKeyPairSync('ed25519');
const dsa = generateKeyPairSync('dsa', { modulusLength: 1024, divisorLength: 160 });

const cipher = { cipher: 'aes-256-cbc', passphrase: 'secret' };

function der(key: KeyObject, type: 'pkcs1' | 'pkcs8' | 'sec1', encryption = {}): Buffer {
  return key.export({ format: 'der', type: type as 'pkcs8', ...encryption });
}

function pem(key: KeyObject, type: 'pkcs1' | 'pkcs8' | 'sec1', encryption = {}): string {
  return key.export({ format: 'pem', type, ...encryption }).toString();
}

const lines = 'QUJDREVGR0hJSktMTU5PUFFSU1RVVldYWVphYmNkZWZnaGlqa2xtbm9wcXJzdHV2d3h5eg==\n'.repeat(
  4,
);

/**
 * PuTTY User Manual, C.3 and C.4: Base64 in lines of 64 characters. The shortest public key, of
 * Ed25519, takes 68.
 */
const PPK = `${'A'.repeat(64)}\n`;

/** [MS-PFX]: version 3, then pkcs7-data. */
const PFX = Buffer.from(
  '30160201033011060 92a864886f70d010701a004040230 00'.replaceAll(' ', ''),
  'hex',
);

describe('rules 4: never, whatever its name: a private key', () => {
  test.each<readonly [string, Uint8Array | string, RegExp]>([
    ['RSA, PKCS #8 in PEM', pem(rsa.privateKey, 'pkcs8'), /^PRIVATE KEY in PEM/],
    ['RSA, PKCS #1 in PEM', pem(rsa.privateKey, 'pkcs1'), /^RSA PRIVATE KEY in PEM/],
    ['EC, SEC 1 in PEM', pem(ec.privateKey, 'sec1'), /^EC PRIVATE KEY in PEM/],
    ['Ed25519, the shortest', pem(ed25519.privateKey, 'pkcs8'), /^PRIVATE KEY in PEM/],
    ['encrypted PKCS #8 in PEM', pem(rsa.privateKey, 'pkcs8', cipher), /^ENCRYPTED PRIVATE KEY/],
    ['encrypted by fields of OpenSSL', pem(rsa.privateKey, 'pkcs1', cipher), /^RSA PRIVATE KEY/],
    [
      'of OpenSSH',
      `-----BEGIN OPENSSH PRIVATE KEY-----\n${lines}-----END OPENSSH PRIVATE KEY-----\n`,
      /OPENSSH/,
    ],
    [
      'of ssh.com',
      `---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----\nComment: mine\n${lines}`,
      /SSH2 ENCRYPTED/,
    ],
    [
      'of PGP',
      `-----BEGIN PGP PRIVATE KEY BLOCK-----\nVersion: 1\n\n${lines}`,
      /PGP PRIVATE KEY BLOCK/,
    ],
    [
      'of PuTTY',
      `PuTTY-User-Key-File-3: ssh-ed25519\nEncryption: none\nComment: clé\nPublic-Lines: 2\n${PPK}AAAA\nPrivate-Lines: 1\nAAAA\n`,
      /PuTTY/,
    ],
    ['in the middle of a text', `A licence.\r\n\r\n${pem(ec.privateKey, 'pkcs8')}\nBye`, /in PEM/],
    [
      'behind other bytes',
      Buffer.concat([Buffer.alloc(999, 1), Buffer.from(pem(rsa.privateKey, 'pkcs8'))]),
      /in PEM/,
    ],
    ['with CRLF', pem(rsa.privateKey, 'pkcs8').replaceAll('\n', '\r\n'), /in PEM/],
    ['in JSON', JSON.stringify({ key: pem(rsa.privateKey, 'pkcs8') }), /in PEM/],
    ['in UTF-16', Buffer.from(`\ufeff${pem(rsa.privateKey, 'pkcs8')}`, 'utf16le'), /in PEM/],
    [
      'in UTF-16, big-endian',
      Buffer.from(pem(rsa.privateKey, 'pkcs8'), 'utf16le').swap16(),
      /in PEM/,
    ],
    ['cut off', pem(rsa.privateKey, 'pkcs8').slice(0, 200), /in PEM/],
    ['RSA, PKCS #8 in DER', der(rsa.privateKey, 'pkcs8'), /a PKCS #8 key/],
    ['EC, PKCS #8 in DER', der(ec.privateKey, 'pkcs8'), /a PKCS #8 key/],
    ['Ed25519, PKCS #8 in DER', der(ed25519.privateKey, 'pkcs8'), /a PKCS #8 key/],
    ['DSA, PKCS #8 in DER', der(dsa.privateKey, 'pkcs8'), /a PKCS #8 key/],
    ['encrypted PKCS #8 in DER', der(rsa.privateKey, 'pkcs8', cipher), /an encrypted PKCS #8 key/],
    ['RSA, PKCS #1 in DER', der(rsa.privateKey, 'pkcs1'), /PKCS #1/],
    ['EC, SEC 1 in DER', der(ec.privateKey, 'sec1'), /SEC 1/],
    ['PKCS #12', PFX, /PKCS #12/],
    [
      'PKCS #12 of indefinite length',
      Buffer.concat([Buffer.of(0x30, 0x80), PFX.subarray(2), Buffer.alloc(2)]),
      /PKCS #12/,
    ],
    ['PVK', Buffer.from('1ef1b5b000000000', 'hex'), /PVK/],
    [
      'a strong name key',
      Buffer.from(`0702000000240000${Buffer.from('RSA2').toString('hex')}00040000`, 'hex'),
      /PRIVATEKEYBLOB/,
    ],
    ['a key store of Java', Buffer.from('feedfeed00000002', 'hex'), /Java/],
  ])('%s', (_, contents, kind) => {
    expect(privateKeyIn(Buffer.from(contents as string))).toMatch(kind);
  });

  test.each<readonly [string, Uint8Array | string]>([
    ['nothing', ''],
    ['a public key in PEM', rsa.publicKey.export({ format: 'pem', type: 'spki' }).toString()],
    ['a public key in DER', rsa.publicKey.export({ format: 'der', type: 'spki' })],
    ['a public key of RSA in DER', rsa.publicKey.export({ format: 'der', type: 'pkcs1' })],
    ['a program that knows headers', 'x-----BEGIN PRIVATE KEY-----\0-----END PRIVATE KEY-----\0'],
    [
      'a document about keys',
      '-----BEGIN RSA PRIVATE KEY-----\n(your key in Base64)\n-----END RSA PRIVATE KEY-----\n',
    ],
    ['a text that begins with zeros', '0012 0000 0001 0000'],
    ['a public key BLOB', Buffer.from('060200000024000052534131', 'hex')],
    [
      'what is too large for a key',
      Buffer.alloc(MAXIMUM_PRIVATE_KEY_SIZE + 1, pem(rsa.privateKey, 'pkcs8')),
    ],
  ])('but not %s', (_, contents) => {
    expect(privateKeyIn(Buffer.from(contents as string))).toBeUndefined();
  });

  test.each<readonly [string, number]>([
    ['zeros', 0],
    ['text', 0x41],
    ['spaces', 0x20],
    ['anything', 0xff],
  ])('wherever it begins, among %s', (_, filler) => {
    const key = `\n${pem(ed25519.privateKey, 'pkcs8')}`;
    const encodings = [Buffer.from(key), Buffer.from(key, 'utf16le')];
    for (const encoded of encodings) {
      for (let offset = 0; offset < 140; offset += 1) {
        const around = [Buffer.alloc(offset, filler), encoded, Buffer.alloc(offset % 7, filler)];
        expect([offset, privateKeyIn(Buffer.concat(around))]).toEqual([
          offset,
          'PRIVATE KEY in PEM',
        ]);
      }
    }
  });

  test('in time that grows with the size only', () => {
    for (const text of [
      '-',
      '-----BEGIN ',
      '-----BEGIN PRIVATE KEY-----\n',
      'A'.repeat(40) + 'PRIVATE KEY',
    ]) {
      const bytes = Buffer.alloc(MAXIMUM_PRIVATE_KEY_SIZE, text);
      expect(privateKeyIn(bytes)).toBeUndefined();
    }
  });
});
