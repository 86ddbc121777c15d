import { Asn1Error } from './asn1-error';
import { indirectDataOf, type IndirectData } from './indirect-data';
import type { PeImage } from './pe-image';
import { signatureOf, type Signature } from './signature';
import { readSignedData } from './signed-data';
import type { TrustAnchor } from './trust-anchor';

/** A signature in the attribute certificate table of a PE image. */
export interface EmbeddedSignature {
  /** The digest that was signed. */
  readonly signedDigest: IndirectData;
  readonly signature: Signature;
  /** Further signatures, over digests by other algorithms. One accepted signature is enough. */
  readonly nested: readonly EmbeddedSignature[];
}

const WIN_CERT_TYPE_PKCS_SIGNED_DATA = 2;
/** dwLength, wRevision, wCertificateType. */
const WIN_CERTIFICATE_HEADER_SIZE = 8;
const SPC_INDIRECT_DATA = '1.3.6.1.4.1.311.2.1.4';
/** Entries are padded to multiples of eight bytes. */
const MAXIMUM_PADDING = 7;

/**
 * Reads the first Authenticode signature in a PE image (WIN_CERTIFICATE, "PE Format", The Attribute
 * Certificate Table).
 *
 * @param anchors The roots that are trusted.
 * @returns Undefined if there is none.
 * @throws Asn1Error if the table or the signature is malformed.
 */
export function embeddedSignature(
  bytes: Uint8Array,
  { certificateTable: table }: PeImage,
  anchors: readonly TrustAnchor[],
): EmbeddedSignature | undefined {
  if (!table) return undefined;
  const what = 'the signature in the file';
  if (table.offset + table.length > bytes.length || table.length < WIN_CERTIFICATE_HEADER_SIZE) {
    throw new Asn1Error(`${what} does not lie inside of the file`);
  }
  const entry = bytes.subarray(table.offset, table.offset + table.length);
  const view = new DataView(entry.buffer, entry.byteOffset, entry.byteLength);
  const length = view.getUint32(0, true);
  if (length < WIN_CERTIFICATE_HEADER_SIZE || length > entry.length) {
    throw new Asn1Error(`${what} is longer than its table`);
  }
  if (view.getUint16(6, true) !== WIN_CERT_TYPE_PKCS_SIGNED_DATA) return undefined;
  const signedData = readSignedData(
    entry.subarray(WIN_CERTIFICATE_HEADER_SIZE, length),
    what,
    MAXIMUM_PADDING,
  );
  const signature = signatureOf(signedData, anchors);
  if (signedData.contentType !== SPC_INDIRECT_DATA || !signature) return undefined;
  return {
    signedDigest: indirectDataOf(signedData.content),
    signature,
    nested: signature.nested
      .filter((item) => item.signedData.contentType === SPC_INDIRECT_DATA)
      .map((item) => ({
        signedDigest: indirectDataOf(item.signedData.content),
        signature: item,
        nested: [],
      })),
  };
}
