import { explicit, integer, objectIdentifier, octetString, sequence, set, setOf } from './der';
import { digestIdentifier, digestOf, type Digest } from './digests';
import type { Identity } from './identity';
import { signBareDigestByRsa, signByRsa } from './seeded-rsa-key';

export interface SignOptions {
  readonly signer: Identity;
  readonly digest: Digest;
  /** What comes with the signature; by default the signer's certificate and those of its issuers. */
  readonly certificates?: readonly Buffer[];
  /** Further signed attributes, each a SEQUENCE. */
  readonly signedAttributes?: readonly Buffer[];
  /** Whether the signature is over the bare digest, without `DigestInfo`. */
  readonly isBareDigest?: boolean;
  /** Further attributes that may depend on the signature, each a SEQUENCE: timestamps. */
  readonly unsignedAttributes?: (signature: Buffer) => readonly Buffer[];
}

const SIGNED_DATA = '1.2.840.113549.1.7.2';
const CONTENT_TYPE = '1.2.840.113549.1.9.3';
const MESSAGE_DIGEST = '1.2.840.113549.1.9.4';
const RSA_ENCRYPTION = '1.2.840.113549.1.1.1';

/**
 * PKCS #7 signed data (RFC 2315, 9.1) around content.
 *
 * @param content DER of the content, whose contents octets are signed.
 * @param options Absent for content that nobody signs.
 */
export function signedData(
  contentType: string,
  content: Buffer,
  signedOctets: Uint8Array,
  options?: SignOptions,
): Buffer {
  const certificates = options?.certificates ?? options?.signer.certificates ?? [];
  return sequence(
    objectIdentifier(SIGNED_DATA),
    explicit(
      0,
      sequence(
        integer(Buffer.from([1])),
        set(...(options ? [digestIdentifier(options.digest)] : [])),
        sequence(objectIdentifier(contentType), explicit(0, content)),
        ...(certificates.length > 0 ? [explicit(0, ...certificates)] : []),
        set(...(options ? [signerInfo(contentType, signedOctets, options)] : [])),
      ),
    ),
  );
}

/** SignerInfo (RFC 2315, 9.2) over octets. */
export function signerInfo(
  contentType: string,
  signedOctets: Uint8Array,
  options: SignOptions,
): Buffer {
  const { signer, digest, signedAttributes = [], unsignedAttributes } = options;
  const attributes = setOf(
    attribute(CONTENT_TYPE, objectIdentifier(contentType)),
    attribute(MESSAGE_DIGEST, octetString(digestOf(digest, signedOctets))),
    ...signedAttributes,
  );
  const sign = options.isBareDigest === true ? signBareDigestByRsa : signByRsa;
  const signature = sign(signer.key, digest, attributes);
  const unsigned = unsignedAttributes?.(signature) ?? [];
  return sequence(
    integer(Buffer.from([1])),
    sequence(signer.issuer, signer.serialNumber),
    digestIdentifier(digest),
    retagged(0xa0, attributes),
    sequence(objectIdentifier(RSA_ENCRYPTION)),
    octetString(signature),
    ...(unsigned.length > 0 ? [retagged(0xa1, setOf(...unsigned))] : []),
  );
}

/** Attribute (RFC 5652, 5.3). */
export function attribute(type: string, ...values: readonly Buffer[]): Buffer {
  return sequence(objectIdentifier(type), set(...values));
}

/** The octets of a value behind its tag and length. */
export function contentsOf(der: Buffer): Buffer {
  const length = der[1] ?? 0;
  return der.subarray(length < 0x80 ? 2 : 2 + (length & 0x7f));
}

/** An implicit tag in place of that of a constructed value. */
function retagged(tag: number, der: Buffer): Buffer {
  return Buffer.concat([Buffer.from([tag]), der.subarray(1)]);
}

const NESTED_SIGNATURE = '1.3.6.1.4.1.311.2.4.1';

/** An unsigned attribute that holds another signature, as SignTool adds with /as. */
export function nestedSignature(der: Buffer): Buffer {
  return attribute(NESTED_SIGNATURE, der);
}
