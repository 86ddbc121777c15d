import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { InputError } from '@aero-guest-tools/diagnostics';

/**
 * A key for signing or checking attestations: ECDSA on the curve P-256 with SHA-256, or Ed25519.
 */
export interface AttestationKey {
  readonly key: KeyObject;
  /** The digest argument of `crypto.sign`: undefined for Ed25519, which includes hashing. */
  readonly digest: 'sha256' | undefined;
}

/**
 * Reads a private key.
 *
 * @param file For messages.
 * @throws InputError if it is not an unencrypted private key in PEM, or is of another kind.
 */
export function readSigningKey(pem: Uint8Array, file: string): AttestationKey {
  const text = Buffer.from(pem).toString('latin1');
  if (/-----BEGIN ENCRYPTED|Proc-Type: 4,ENCRYPTED/.test(text)) {
    throw new InputError({
      file,
      id: 'attestation.key-encrypted',
      message: 'the private key is encrypted',
      expected: 'an unencrypted private key in PEM',
      remedy:
        'decrypt it for the build, or write an unsigned statement and sign it with a program that has the key',
    });
  }
  return usableKey(() => createPrivateKey(text), file, 'a private key');
}

/**
 * Reads a public key, also from a certificate or a private key.
 *
 * @param file For messages.
 * @throws InputError if it is not a key in PEM, or is of another kind.
 */
export function readVerificationKey(pem: Uint8Array, file: string): AttestationKey {
  return usableKey(() => createPublicKey(Buffer.from(pem)), file, 'a public key');
}

function usableKey(read: () => KeyObject, file: string, what: string): AttestationKey {
  let key: KeyObject;
  try {
    key = read();
  } catch (error) {
    throw new InputError(
      {
        file,
        id: 'attestation.key-unreadable',
        message: `this is not ${what}`,
        expected: `${what} in PEM: ECDSA P-256 or Ed25519`,
        remedy: 'name the file of the key',
      },
      { cause: error },
    );
  }
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = key;
  if (type === 'ed25519') return { key, digest: undefined };
  // OpenSSL's name of the curve that FIPS 186-5 calls P-256.
  if (type === 'ec' && details?.namedCurve === 'prime256v1') return { key, digest: 'sha256' };
  throw new InputError({
    file,
    id: 'attestation.key-type',
    message: 'attestations are not signed with keys of this kind',
    found: `a key of the type ${type ?? 'unknown'}${details?.namedCurve === undefined ? '' : ` on the curve ${details.namedCurve}`}`,
    expected: 'ECDSA P-256 or Ed25519',
    remedy: 'make one: openssl genpkey -algorithm ed25519 -out key.pem',
  });
}
