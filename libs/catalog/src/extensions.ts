import { Asn1Error } from './asn1-error';
import { decodeBer, type BerValue } from './ber';
import {
  elementsOf,
  integerOctetsOf,
  isOf,
  objectIdentifierOf,
  octetsOf,
  untagged,
} from './fields';

/** The extensions of a certificate (RFC 5280, 4.2.1) that driver signatures need. */
export interface CertificateExtensions {
  /** Absent: the certificate does not belong to a certificate authority (4.2.1.9). */
  readonly basicConstraints?: BasicConstraints;
  /** The allowed uses of the key (4.2.1.3); absent: any use. */
  readonly keyUsages?: readonly KeyUsage[];
  /** The allowed purposes, in dotted notation (4.2.1.12); absent: any. */
  readonly extendedKeyUsages?: readonly string[];
}

export interface BasicConstraints {
  readonly isAuthority: boolean;
  /** How many certificates of other authorities may follow; absent: any number. */
  readonly pathLength?: number;
}

/** The bits of KeyUsage in order. */
const KEY_USAGES = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
  'encipherOnly',
  'decipherOnly',
] as const;

export type KeyUsage = (typeof KEY_USAGES)[number];

const BASIC_CONSTRAINTS = '2.5.29.19';
/**
 * The form in X.509 until 1997, which Microsoft's authorities of that time use:
 * `szOID_BASIC_CONSTRAINTS` of Wincrypt.h.
 */
const OLD_BASIC_CONSTRAINTS = '2.5.29.10';
const KEY_USAGE = '2.5.29.15';
const EXTENDED_KEY_USAGE = '2.5.29.37';
const MAXIMUM_VALUES = 100;

/**
 * Reads the extensions of a certificate.
 *
 * @param value `extensions [3] EXPLICIT`; absent for a certificate of version 1.
 * @throws Asn1Error if an extension that is read here is malformed.
 */
export function extensionsOf(value: BerValue | undefined): CertificateExtensions {
  if (value === undefined) return {};
  const extensions = new Map<string, BerValue | undefined>();
  for (const extension of elementsOf('SEQUENCE', untagged(value, 'extensions'), 'extensions')) {
    // extnID, critical DEFAULT FALSE, extnValue
    const fields = elementsOf('SEQUENCE', extension, 'an extension');
    extensions.set(objectIdentifierOf(fields[0], 'an extension'), fields.at(-1));
  }
  const read = <T>(identifier: string, what: string, parse: (der: BerValue) => T): T | undefined =>
    extensions.has(identifier)
      ? parse(
          decodeBer(octetsOf(extensions.get(identifier), what), what, { values: MAXIMUM_VALUES }),
        )
      : undefined;
  const basicConstraints =
    read(BASIC_CONSTRAINTS, 'the basic constraints', basicConstraintsOf) ??
    read(OLD_BASIC_CONSTRAINTS, 'the basic constraints', oldBasicConstraintsOf);
  const keyUsages = read(KEY_USAGE, 'the key usage', keyUsagesOf);
  const extendedKeyUsages = read(EXTENDED_KEY_USAGE, 'the extended key usage', usagesOf);
  return {
    ...(basicConstraints === undefined ? {} : { basicConstraints }),
    ...(keyUsages === undefined ? {} : { keyUsages }),
    ...(extendedKeyUsages === undefined ? {} : { extendedKeyUsages }),
  };
}

/** SEQUENCE { cA BOOLEAN DEFAULT FALSE, pathLenConstraint INTEGER OPTIONAL } */
function basicConstraintsOf(value: BerValue): BasicConstraints {
  const fields = elementsOf('SEQUENCE', value, 'the basic constraints');
  const isAuthority = fields.some((field) => isOf('BOOLEAN', field) && field.contents[0] !== 0);
  return { isAuthority, ...pathLengthOf(fields) };
}

/** SEQUENCE { subjectType BIT STRING { cA(0), endEntity(1) }, pathLenConstraint INTEGER OPTIONAL ... } */
function oldBasicConstraintsOf(value: BerValue): BasicConstraints {
  const fields = elementsOf('SEQUENCE', value, 'the basic constraints');
  return {
    isAuthority: bitsOf(fields[0], 'the subject type')[0] === true,
    ...pathLengthOf(fields),
  };
}

function pathLengthOf(fields: readonly BerValue[]): Pick<BasicConstraints, 'pathLength'> {
  const field = fields.find((item) => isOf('INTEGER', item));
  if (field === undefined) return {};
  const octets = Buffer.from(integerOctetsOf(field, 'the path length'));
  if (octets.length === 0 || octets.length > 4 || octets.readInt8(0) < 0) {
    throw new Asn1Error('the path length is not a number of certificates');
  }
  return { pathLength: octets.readUIntBE(0, octets.length) };
}

function keyUsagesOf(value: BerValue): readonly KeyUsage[] {
  const bits = bitsOf(value, 'the key usage');
  return KEY_USAGES.filter((_, index) => bits[index] === true);
}

function usagesOf(value: BerValue): readonly string[] {
  return elementsOf('SEQUENCE', value, 'the extended key usage').map((usage) =>
    objectIdentifierOf(usage, 'the extended key usage'),
  );
}

/** The named bits of a BIT STRING, the first one first (ITU-T X.680, 22.7). @throws Asn1Error for anything else. */
function bitsOf(value: BerValue | undefined, what: string): readonly boolean[] {
  if (!isOf('BIT STRING', value) || value.isConstructed) {
    throw new Asn1Error(`${what} is not a BIT STRING`);
  }
  // The first octet is the number of unused bits in the last one; these are zero.
  return Array.from(value.contents.subarray(1)).flatMap((octet) =>
    Array.from({ length: 8 }, (_, index) => ((octet >> (7 - index)) & 1) === 1),
  );
}
