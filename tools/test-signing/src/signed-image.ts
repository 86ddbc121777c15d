import { indirectData } from './indirect-data';
import type { FileDigest } from './digests';
import { contentsOf, signedData, type SignOptions } from './signed-data';

const SPC_INDIRECT_DATA = '1.3.6.1.4.1.311.2.1.4';
const WIN_CERTIFICATE_HEADER_SIZE = 8;
const ALIGNMENT = 8;
/** From the optional header: the data directories of PE32 and PE32+, and in them the certificate table. */
const DATA_DIRECTORIES: Readonly<Record<number, number>> = { 0x10b: 96, 0x20b: 112 };
const CERTIFICATE_TABLE = 4 * 8;

/**
 * A PE image with an Authenticode signature in its attribute certificate table ("PE Format"). It
 * has none yet. The checksum is left as it is, which no digest depends on.
 *
 * @param hash The Authenticode digest of the image.
 */
export function signedImage(
  image: Uint8Array,
  hash: Uint8Array,
  options: SignOptions & { readonly pageHashes?: FileDigest },
): Buffer {
  const padding = (ALIGNMENT - (image.length % ALIGNMENT)) % ALIGNMENT;
  const unsigned = Buffer.concat([image, Buffer.alloc(padding)]);
  const data = indirectData('pe-image', options.digest, hash, options.pageHashes);
  const signature = signedData(SPC_INDIRECT_DATA, data, contentsOf(data), options);
  const length =
    Math.ceil((WIN_CERTIFICATE_HEADER_SIZE + signature.length) / ALIGNMENT) * ALIGNMENT;
  const table = Buffer.alloc(length);
  table.writeUInt32LE(length, 0);
  table.writeUInt16LE(0x0200, 4); // WIN_CERT_REVISION_2_0
  table.writeUInt16LE(0x0002, 6); // WIN_CERT_TYPE_PKCS_SIGNED_DATA
  signature.copy(table, WIN_CERTIFICATE_HEADER_SIZE);
  const optionalHeader = unsigned.readUInt32LE(60) + 24;
  const directories = DATA_DIRECTORIES[unsigned.readUInt16LE(optionalHeader)] ?? 0;
  const entry = optionalHeader + directories + CERTIFICATE_TABLE;
  unsigned.writeUInt32LE(unsigned.length, entry);
  unsigned.writeUInt32LE(length, entry + 4);
  return Buffer.concat([unsigned, table]);
}
