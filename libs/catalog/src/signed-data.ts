import { decodeBer, type BerValue } from './ber';
import { certificateOf, type Certificate } from './certificate';
import { Asn1Error } from './asn1-error';
import { digestAlgorithmOf, type DigestAlgorithm } from './digest-algorithm';
import {
  elementsOf,
  integerOctetsOf,
  isOf,
  isTagged,
  objectIdentifierOf,
  octetsOf,
  untagged,
} from './fields';

/** Signed content: SignedData of PKCS #7 (RFC 2315, 9.1) and of CMS (RFC 5652, 5.1). */
export interface SignedData {
  /** In dotted notation. */
  readonly contentType: string;
  /** Absent if the signed content is stored elsewhere. */
  readonly content?: BerValue;
  /** What the message digest covers: the contents octets of the content (RFC 2315, 9.3). */
  readonly signedOctets: Uint8Array;
  readonly certificates: readonly Certificate[];
  readonly signers: readonly SignerInfo[];
}

/** One signature of the content: SignerInfo (RFC 2315, 9.2; RFC 5652, 5.3). */
export interface SignerInfo {
  /** Identifies the signer's certificate; absent if it is identified in another way. */
  readonly issuerAndSerialNumber?: {
    /** The encoding of the issuer's name. */
    readonly issuer: Uint8Array;
    /** In hexadecimal, lower case, as encoded. */
    readonly serialNumber: string;
  };
  readonly digestAlgorithm: DigestAlgorithm;
  /** Absent if the signature is over the content itself. */
  readonly signedAttributes?: SignedAttributes;
  readonly signature: Uint8Array;
  readonly unsignedAttributes: readonly Attribute[];
}

/** Attribute (RFC 5652, 5.3): a type, in dotted notation, and its values. */
export interface Attribute {
  readonly type: string;
  readonly values: readonly BerValue[];
}

export interface SignedAttributes {
  readonly attributes: readonly Attribute[];
  /** What the signature covers: the attributes encoded as a SET OF (RFC 5652, 5.4). */
  readonly signedOctets: Uint8Array;
}

const SIGNED_DATA = '1.2.840.113549.1.7.2';
const SET_OF_TAG = 0x31;

/**
 * Reads SignedData in BER.
 *
 * @param padding How many zero octets may follow it.
 * @throws Asn1Error if it is malformed or beyond the limits.
 */
export function readSignedData(ber: Uint8Array, what: string, padding = 0): SignedData {
  return signedDataOf(decodeBer(ber, what, { padding }), what);
}

/** Reads SignedData inside another structure. @throws Asn1Error if it is malformed. */
export function signedDataOf(value: BerValue | undefined, what: string): SignedData {
  const [type, content] = elementsOf('SEQUENCE', value, what);
  const contentType = objectIdentifierOf(type, `the content type of ${what}`);
  if (contentType !== SIGNED_DATA) {
    throw new Asn1Error(`${what} is not signed data, but content of the type ${contentType}`);
  }
  const fields = elementsOf('SEQUENCE', untagged(content, what), what);
  // version, digestAlgorithms, encapContentInfo, certificates [0], crls [1], signerInfos
  const certificates = fields.find((field) => isTagged(0, field));
  return {
    ...encapsulatedContent(fields[2], what),
    certificates: (certificates?.elements ?? [])
      // Other kinds of certificates have tags of their own (RFC 5652, 10.2.2).
      .filter((certificate) => isOf('SEQUENCE', certificate))
      .map((certificate) => certificateOf(certificate)),
    signers: elementsOf('SET', fields.at(-1), `the signers of ${what}`).map((signer) =>
      signerInfoOf(signer),
    ),
  };
}

function encapsulatedContent(
  value: BerValue | undefined,
  what: string,
): Pick<SignedData, 'contentType' | 'content' | 'signedOctets'> {
  const [type, tagged] = elementsOf('SEQUENCE', value, `the content of ${what}`);
  const contentType = objectIdentifierOf(type, `the content type of ${what}`);
  if (tagged === undefined) return { contentType, signedOctets: new Uint8Array() };
  const content = untagged(tagged, `the content of ${what}`);
  const isOctets: boolean = isOf('OCTET STRING', content);
  const signedOctets = isOctets ? octetsOf(content, what) : content.contents;
  return { contentType, content, signedOctets };
}

/** Reads SignerInfo. @throws Asn1Error if it is malformed. */
export function signerInfoOf(value: BerValue): SignerInfo {
  // version, sid, digestAlgorithm, signedAttrs [0], signatureAlgorithm, signature, unsignedAttrs [1]
  const fields = elementsOf('SEQUENCE', value, 'SignerInfo');
  const [, signerIdentifier, digestAlgorithm] = fields;
  const signed = fields.slice(3).find((field) => isTagged(0, field));
  const unsigned = fields.slice(3).find((field) => isTagged(1, field));
  return {
    ...(isOf('SEQUENCE', signerIdentifier)
      ? { issuerAndSerialNumber: issuerAndSerialNumberOf(signerIdentifier) }
      : {}),
    digestAlgorithm: digestAlgorithmOf(digestAlgorithm, 'the digest algorithm of the signer'),
    ...(signed === undefined ? {} : { signedAttributes: signedAttributesOf(signed) }),
    signature: octetsOf(
      fields.findLast((field) => isOf('OCTET STRING', field)),
      'the signature',
    ),
    unsignedAttributes: attributesOf(unsigned?.elements ?? []),
  };
}

function issuerAndSerialNumberOf(
  value: BerValue,
): NonNullable<SignerInfo['issuerAndSerialNumber']> {
  const [issuer, serialNumber] = elementsOf('SEQUENCE', value, 'issuerAndSerialNumber');
  const octets = integerOctetsOf(serialNumber, 'the serial number of the signer');
  return {
    issuer: issuer?.encoding ?? new Uint8Array(),
    serialNumber: Buffer.from(octets).toString('hex'),
  };
}

function signedAttributesOf(value: BerValue): SignedAttributes {
  return {
    attributes: attributesOf(value.elements),
    signedOctets: Buffer.concat([Buffer.from([SET_OF_TAG]), value.encoding.subarray(1)]),
  };
}

function attributesOf(values: readonly BerValue[]): readonly Attribute[] {
  return values.map((attribute) => {
    const [type, set] = elementsOf('SEQUENCE', attribute, 'an attribute');
    return {
      type: objectIdentifierOf(type, 'the type of an attribute'),
      values: elementsOf('SET', set, 'the values of an attribute'),
    };
  });
}

/** The only value of an attribute; undefined if the attribute is missing or has several values. */
export function attributeValue(
  attributes: readonly Attribute[],
  type: string,
): BerValue | undefined {
  const found = attributes.filter((attribute) => attribute.type === type);
  const values = found.flatMap((attribute) => attribute.values);
  return values.length === 1 ? values[0] : undefined;
}
