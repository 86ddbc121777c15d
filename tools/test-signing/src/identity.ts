import { createPublicKey, type KeyObject } from 'node:crypto';
import {
  bitString,
  explicit,
  integer,
  namedBits,
  objectIdentifier,
  octetString,
  printableString,
  sequence,
  set,
  trueValue,
  utcTime,
  utf8String,
} from './der';
import { digestOf, rsaSignatureIdentifier, type Digest } from './digests';
import { seededRsaKey, signByRsa } from './seeded-rsa-key';

/** A key with a certificate, and the certificates of those who issued it. */
export interface Identity {
  readonly key: KeyObject;
  /** DER. */
  readonly certificate: Buffer;
  /** Name, DER. */
  readonly subject: Buffer;
  /** The certificate's own first, the root last. */
  readonly certificates: readonly Buffer[];
  readonly issuer: Buffer;
  readonly serialNumber: Buffer;
}

export interface IdentityOptions {
  /** The parts of the name, the most general first: `{ C: 'US', CN: 'Someone' }`. */
  readonly name: Readonly<Partial<Record<NamePart, string>>>;
  /** Whether its parts are of the type PrintableString, as those of most authorities, or UTF8String, by default. */
  readonly isPrintable?: boolean;
  /** Absent for one that signs its own certificate. */
  readonly issuer?: Identity;
  /** What the key is made of; by default the name. Two certificates of one seed have one key. */
  readonly seed?: string;
  /** Of the modulus, in bits. */
  readonly bits?: number;
  /** `YYMMDDhhmmssZ`. */
  readonly notBefore?: string;
  readonly notAfter?: string;
  /** By what the certificate is signed. */
  readonly digest?: Digest;
  /** In dotted notation; by default code signing, and of one that signs its own certificate any purpose. */
  readonly extendedKeyUsage?: string | readonly string[];
  /** Whether it may issue certificates; by default it may. */
  readonly isAuthority?: boolean;
  /** How many authorities may stand below it. */
  readonly pathLength?: number;
  /** Bits of KeyUsage (RFC 5280, 4.2.1.3): 0 is digitalSignature, 5 keyCertSign. By default there is no such extension. */
  readonly keyUsage?: readonly number[];
  /** A certificate of version 1 has no extensions. */
  readonly version?: 1 | 3;
}

export type NamePart = 'C' | 'ST' | 'L' | 'O' | 'OU' | 'CN';

const NAME_PARTS: Readonly<Record<NamePart, string>> = {
  C: '2.5.4.6',
  ST: '2.5.4.8',
  L: '2.5.4.7',
  O: '2.5.4.10',
  OU: '2.5.4.11',
  CN: '2.5.4.3',
};

export const CODE_SIGNING = '1.3.6.1.5.5.7.3.3';
export const TIME_STAMPING = '1.3.6.1.5.5.7.3.8';

/** Makes a key and an X.509 certificate of it (RFC 5280, 4.1), the same bytes on every call. */
export function identity(options: IdentityOptions): Identity {
  const { name, issuer, bits, digest = 'sha1', version = 3 } = options;
  const { notBefore = '100101000000Z', notAfter = '391231235959Z' } = options;
  const seed = options.seed ?? Object.values(name).join(' ');
  const key = seededRsaKey(seed, bits);
  const subject = nameOf(name, options.isPrintable ? printableString : utf8String);
  const issuerName = issuer?.subject ?? subject;
  const serialNumber = integer(
    digestOf('sha256', Buffer.concat([issuerName, subject])).subarray(0, 8),
  );
  const toBeSigned = sequence(
    ...(version === 3 ? [explicit(0, integer(Buffer.from([2])))] : []),
    serialNumber,
    rsaSignatureIdentifier(digest),
    issuerName,
    sequence(utcTime(notBefore), utcTime(notAfter)),
    subject,
    createPublicKey(key).export({ format: 'der', type: 'spki' }),
    ...(version === 3 ? [explicit(3, sequence(...extensionsOf(options)))] : []),
  );
  const signature = signByRsa(issuer?.key ?? key, digest, toBeSigned);
  const certificate = sequence(toBeSigned, rsaSignatureIdentifier(digest), bitString(signature));
  return {
    key,
    certificate,
    subject,
    certificates: [certificate, ...(issuer?.certificates ?? [])],
    issuer: issuerName,
    serialNumber,
  };
}

function extensionsOf(options: IdentityOptions): readonly Buffer[] {
  const { issuer, isAuthority = true, pathLength, keyUsage } = options;
  const { extendedKeyUsage = issuer === undefined ? [] : CODE_SIGNING } = options;
  const usages = typeof extendedKeyUsage === 'string' ? [extendedKeyUsage] : extendedKeyUsage;
  return [
    ...(isAuthority ? [basicConstraints(pathLength)] : []),
    ...(keyUsage === undefined
      ? []
      : [sequence(objectIdentifier('2.5.29.15'), octetString(namedBits(keyUsage)))]),
    ...(usages.length === 0 ? [] : [extendedKeyUsageOf(usages)]),
  ];
}

function nameOf(parts: IdentityOptions['name'], string: (text: string) => Buffer): Buffer {
  return sequence(
    ...Object.entries(parts).map(([part, text]) =>
      set(sequence(objectIdentifier(NAME_PARTS[part as NamePart]), string(text))),
    ),
  );
}

/** Of an authority (RFC 5280, 4.2.1.9). */
function basicConstraints(pathLength: number | undefined): Buffer {
  const constraint = pathLength === undefined ? [] : [integer(Buffer.from([pathLength]))];
  return sequence(
    objectIdentifier('2.5.29.19'),
    trueValue(),
    octetString(sequence(trueValue(), ...constraint)),
  );
}

function extendedKeyUsageOf(usages: readonly string[]): Buffer {
  const identifiers = usages.map((usage) => objectIdentifier(usage));
  return sequence(objectIdentifier('2.5.29.37'), octetString(sequence(...identifiers)));
}
