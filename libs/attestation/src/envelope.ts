import { createHash, createPublicKey, sign } from 'node:crypto';
import { crypto, dsse } from '@sigstore/core';
import { parseJson, type JsonValue } from '@aero-guest-tools/canonical-json';
import { InputError } from '@aero-guest-tools/diagnostics';
import type { AttestationKey } from './attestation-key';

/** in-toto attestation framework, Envelope: the type of a statement in a DSSE envelope. */
const PAYLOAD_TYPE = 'application/vnd.in-toto+json';

/** More signatures are useless: one valid signature is enough. */
const MAXIMUM_SIGNATURES = 100;

/**
 * Signs a statement: a DSSE envelope (DSSE v1.0.2, Protocol) as a line of JSON. ECDSA uses a random
 * number, so it signs the same statement differently each time; Ed25519 does not.
 */
export function signStatement(statement: string, { key, digest }: AttestationKey): string {
  const payload = Buffer.from(statement);
  const signature = sign(digest, dsse.preAuthEncoding(PAYLOAD_TYPE, payload), key);
  const publicKey = createPublicKey(key).export({ format: 'der', type: 'spki' });
  const envelope = {
    payloadType: PAYLOAD_TYPE,
    payload: payload.toString('base64'),
    signatures: [
      {
        keyid: createHash('sha256').update(publicKey).digest('hex'),
        sig: signature.toString('base64'),
      },
    ],
  };
  return `${JSON.stringify(envelope)}\n`;
}

/**
 * Extracts the statement from an envelope with a valid signature.
 *
 * @param bytes The envelope, or a sigstore bundle that contains one.
 * @param file For messages.
 * @returns The statement: what was signed, byte for byte.
 * @throws InputError if it is not an envelope of a statement, or no signature in it is by the key.
 */
export function openEnvelope(bytes: Uint8Array, file: string, key: AttestationKey): Uint8Array {
  const { payloadType, payload, signatures } = envelopeOf(bytes, file);
  if (payloadType !== PAYLOAD_TYPE) {
    throw new InputError({
      file,
      id: 'attestation.payload-type',
      message: 'the attestation is not an in-toto statement',
      found: `the payload type ${JSON.stringify(payloadType)}`,
      expected: JSON.stringify(PAYLOAD_TYPE),
      remedy: 'name the attestation that was published with the media',
    });
  }
  const signed = dsse.preAuthEncoding(payloadType, payload);
  // Ed25519 takes no digest. The library's type does not allow undefined, but the function does.
  const digest = key.digest as string;
  if (signatures.some((signature) => crypto.verify(signed, key.key, signature, digest))) {
    return payload;
  }
  throw new InputError({
    file,
    id: 'attestation.signature-invalid',
    message: 'the attestation is not signed with this key, or was changed after it was signed',
    found: `${String(signatures.length)} ${signatures.length === 1 ? 'signature' : 'signatures'}, none of which the key verifies`,
    expected: 'a signature by the key',
    remedy:
      'compare the key and the attestation with those of the publisher; if they differ, do not use the media',
  });
}

interface Envelope {
  readonly payloadType: string;
  readonly payload: Buffer;
  readonly signatures: readonly Buffer[];
}

function envelopeOf(bytes: Uint8Array, file: string): Envelope {
  const { value } = parseJson(bytes, file);
  const bundled = property(value, 'dsseEnvelope') ?? value;
  const payloadType = property(bundled, 'payloadType');
  const payload = property(bundled, 'payload');
  const signatures = property(bundled, 'signatures');
  if (
    typeof payloadType !== 'string' ||
    typeof payload !== 'string' ||
    !Array.isArray(signatures) ||
    signatures.length > MAXIMUM_SIGNATURES
  ) {
    const isStatement = typeof property(value, '_type') === 'string';
    throw new InputError({
      file,
      id: 'attestation.not-signed',
      message: isStatement ? 'the attestation is not signed' : 'this is not a signed attestation',
      found: isStatement ? 'a statement without a signature' : 'JSON of another kind',
      expected: 'a DSSE envelope: payloadType, payload and signatures',
      remedy: 'sign it when you build the media, or with cosign attest-blob',
    });
  }
  return {
    payloadType,
    payload: Buffer.from(payload, 'base64'),
    signatures: signatures.map((item: JsonValue) => {
      const signature = property(item, 'sig');
      return Buffer.from(typeof signature === 'string' ? signature : '', 'base64');
    }),
  };
}

function property(value: JsonValue | undefined, name: string): JsonValue | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? value[name]
    : undefined;
}
