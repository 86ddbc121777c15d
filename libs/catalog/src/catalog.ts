import { Asn1Error } from './asn1-error';
import { MAXIMUM_LENGTH } from './ber';
import { CatalogError } from './catalog-error';
import { certificateTrustListOf, type CertificateTrustList } from './certificate-trust-list';
import { signatureOf, type Signature } from './signature';
import { readSignedData, type SignedData } from './signed-data';
import type { TrustAnchor } from './trust-anchor';
import { windowsTrustAnchors } from './windows-trust-anchors';

/** A security catalog: the digests of files, and a signature over them. */
export interface Catalog extends CertificateTrustList {
  /** Its name in errors. */
  readonly file: string;
  /** Absent if it is not signed: Inf2Cat and MakeCat make catalogs without signatures. */
  readonly signature?: Signature;
}

/** In bytes. A larger file is refused without being read. */
export const MAXIMUM_CATALOG_SIZE = MAXIMUM_LENGTH;

/** The OID of a CTL in Wincrypt.h. */
const CERTIFICATE_TRUST_LIST = '1.3.6.1.4.1.311.10.1';
const SEQUENCE_TAG = 0x30;

/**
 * Reads a security catalog (`.cat`): PKCS #7 signed data around a certificate trust list.
 *
 * @param file Its name in errors.
 * @param anchors The roots that are trusted.
 * @throws CatalogError if it is not one, malformed, or larger than 16 MiB or 100,000 values.
 */
export function readCatalog(
  bytes: Uint8Array,
  file: string,
  anchors: readonly TrustAnchor[] = windowsTrustAnchors(),
): Catalog {
  if (bytes[0] !== SEQUENCE_TAG) throw noCatalog(bytes, file);
  try {
    const signedData = readSignedData(bytes, 'the catalog');
    const { contentType, content } = signedData;
    if (contentType !== CERTIFICATE_TRUST_LIST) {
      throw new Asn1Error(`it holds content of the type ${contentType}`);
    }
    const signature = signatureOf(signedData, anchors);
    return {
      file,
      ...certificateTrustListOf(content),
      ...(signature === undefined
        ? {}
        : { signature: { ...signature, nested: ofSameContents(signature, signedData) } }),
    };
  } catch (error) {
    if (!(error instanceof Asn1Error)) throw error;
    throw new CatalogError({
      file,
      id: 'catalog.malformed',
      message: 'the catalog cannot be read',
      found: error.message,
      expected: 'a security catalog: PKCS #7 signed data around a certificate trust list',
      remedy: 'get the driver again from its publisher: the file is damaged, or not a catalog',
    });
  }
}

/**
 * The nested signatures over the contents of the catalog. A nested signature over other contents
 * says nothing about its members.
 */
function ofSameContents(
  { nested }: Signature,
  { contentType, signedOctets }: SignedData,
): Signature['nested'] {
  return nested.map((item) => ({
    ...item,
    isContentIntact:
      item.isContentIntact &&
      item.signedData.contentType === contentType &&
      Buffer.compare(item.signedData.signedOctets, signedOctets) === 0,
  }));
}

/**
 * The error for a file that is not a catalog: development builds have placeholders, and failed
 * downloads leave other contents.
 */
function noCatalog(bytes: Uint8Array, file: string): CatalogError {
  const text = Buffer.from(bytes.subarray(0, 40)).toString('latin1');
  const isText = bytes.length > 0 && !/[^\t\n\r -~]/.test(text);
  return new CatalogError({
    file,
    id: 'catalog.not-a-catalog',
    message: 'the file is not a catalog, so Windows treats the driver as unsigned',
    found:
      bytes.length === 0
        ? 'an empty file'
        : isText
          ? `the text ${JSON.stringify(text)}`
          : 'other data',
    expected: 'a security catalog, as Inf2Cat makes it and SignTool signs it',
    remedy: 'take the driver from a signed release, or make and sign its catalog',
  });
}
