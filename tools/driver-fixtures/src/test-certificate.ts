import { createHash } from 'node:crypto';
import {
  bitString,
  explicit,
  integer,
  nullValue,
  objectIdentifier,
  sequence,
  set,
  utcTime,
  utf8String,
} from './der';

const SHA256_WITH_RSA = sequence(objectIdentifier('1.2.840.113549.1.1.11'), nullValue());
const RSA_ENCRYPTION = sequence(objectIdentifier('1.2.840.113549.1.1.1'), nullValue());
const COMMON_NAME = objectIdentifier('2.5.4.3');

/**
 * A well-formed X.509 certificate (RFC 5280, 4.1) that stands in for the test certificate of a driver
 * build, the same bytes on every call. Nobody holds a key to it: modulus and signature are hashes of
 * a text, so nothing can be signed by it and its own signature does not verify.
 */
export function testCertificate(): Buffer {
  const name = sequence(set(sequence(COMMON_NAME, utf8String('Aero fixture that signs nothing'))));
  const modulus = bytesOf('modulus');
  modulus.writeUInt8(modulus.readUInt8(0) | 0x80, 0);
  modulus.writeUInt8(modulus.readUInt8(255) | 0x01, 255);
  const toBeSigned = sequence(
    explicit(0, integer(Buffer.from([2]))), // version 3
    integer(Buffer.from([1])),
    SHA256_WITH_RSA,
    name,
    sequence(utcTime('200101000000Z'), utcTime('400101000000Z')),
    name,
    sequence(
      RSA_ENCRYPTION,
      bitString(sequence(integer(modulus), integer(Buffer.from([1, 0, 1])))),
    ),
  );
  return sequence(toBeSigned, SHA256_WITH_RSA, bitString(bytesOf('signature')));
}

/** 256 bytes that are made of a text and look like any others. */
function bytesOf(text: string): Buffer {
  return Buffer.concat(
    Array.from({ length: 8 }, (_, index) =>
      createHash('sha256')
        .update(`Aero fixture ${text} ${String(index)}`)
        .digest(),
    ),
  );
}
