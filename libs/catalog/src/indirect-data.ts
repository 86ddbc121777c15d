import { decodeBer, type BerValue } from './ber';
import { digestAlgorithmOf, type DigestAlgorithm } from './digest-algorithm';
import { elementsOf, isTagged, objectIdentifierOf, octetsOf, untagged } from './fields';

/**
 * The digest of a file in a signature or a catalog: SpcIndirectDataContent ("Windows Authenticode
 * Portable Executable Signature Format").
 */
export interface IndirectData {
  /**
   * How the digest is computed: over a PE image without the parts that signing changes, or over all
   * bytes.
   */
  readonly subject: 'pe-image' | 'flat';
  readonly algorithm: DigestAlgorithm;
  /** In hexadecimal, lower case. */
  readonly digest: string;
  /** Algorithms of additional hashes of the pages of a PE image; usually empty. */
  readonly pageHashes: readonly DigestAlgorithm[];
}

const SPC_PE_IMAGE_DATA = '1.3.6.1.4.1.311.2.1.15';
/** The class of a serialized object that holds page hashes. */
const PAGE_HASHES_CLASS = Buffer.from('a6b586d5b4a12466ae05a217da8e60d6', 'hex');
const PAGE_HASHES: ReadonlyMap<string, DigestAlgorithm> = new Map([
  ['1.3.6.1.4.1.311.2.3.1', 'sha1'],
  ['1.3.6.1.4.1.311.2.3.2', 'sha256'],
]);
const MAXIMUM_PAGE_HASHES_VALUES = 100;

/** Reads SpcIndirectDataContent. @throws Asn1Error if it is malformed. */
export function indirectDataOf(value: BerValue | undefined): IndirectData {
  const what = 'SpcIndirectDataContent';
  const [data, messageDigest] = elementsOf('SEQUENCE', value, what);
  const [type, details] = elementsOf('SEQUENCE', data, 'the subject of a digest');
  const [algorithm, octets] = elementsOf('SEQUENCE', messageDigest, 'the digest of a file');
  const isImage = objectIdentifierOf(type, 'the subject of a digest') === SPC_PE_IMAGE_DATA;
  return {
    subject: isImage ? 'pe-image' : 'flat',
    algorithm: digestAlgorithmOf(algorithm, 'the algorithm of the digest of a file'),
    digest: Buffer.from(octetsOf(octets, 'the digest of a file')).toString('hex'),
    pageHashes: isImage && details ? pageHashesOf(details) : [],
  };
}

/** The page hashes in SpcPeImageData: a moniker in place of the file name. */
function pageHashesOf(imageData: BerValue): readonly DigestAlgorithm[] {
  const file = imageData.elements.find((field) => isTagged(0, field));
  if (!file) return [];
  const link = untagged(file, 'SpcLink');
  if (!isTagged(1, link)) return [];
  const [classId, serializedData] = link.elements;
  if (Buffer.compare(octetsOf(classId, 'SpcSerializedObject'), PAGE_HASHES_CLASS) !== 0) return [];
  const attributes = decodeBer(octetsOf(serializedData, 'SpcSerializedObject'), 'the page hashes', {
    values: MAXIMUM_PAGE_HASHES_VALUES,
  });
  return elementsOf('SET', attributes, 'the page hashes').flatMap((attribute) => {
    const [type] = elementsOf('SEQUENCE', attribute, 'the page hashes');
    return PAGE_HASHES.get(objectIdentifierOf(type, 'the page hashes')) ?? [];
  });
}
