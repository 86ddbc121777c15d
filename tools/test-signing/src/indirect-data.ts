import {
  bitString,
  bmpString,
  explicit,
  implicit,
  integer,
  objectIdentifier,
  octetString,
  sequence,
  set,
} from './der';
import { digestIdentifier, type Digest, type FileDigest } from './digests';

/** What is hashed: a PE image without what signing changes, or all bytes of a file. */
export type Subject = 'pe-image' | 'flat';

const SPC_PE_IMAGE_DATA = '1.3.6.1.4.1.311.2.1.15';
const SPC_CAB_DATA = '1.3.6.1.4.1.311.2.1.25';
const PAGE_HASHES_CLASS = Buffer.from('a6b586d5b4a12466ae05a217da8e60d6', 'hex');
const PAGE_HASHES: Readonly<Record<FileDigest, string>> = {
  sha1: '1.3.6.1.4.1.311.2.3.1',
  sha256: '1.3.6.1.4.1.311.2.3.2',
};

/**
 * SpcIndirectDataContent ("Windows Authenticode Portable Executable Signature Format").
 *
 * @param pageHashes By what the pages of an image are hashed besides; the hashes themselves are made up.
 */
export function indirectData(
  subject: Subject,
  digest: Digest,
  hash: Uint8Array,
  pageHashes?: FileDigest,
): Buffer {
  const noFile = explicit(2, implicit(0, Buffer.alloc(0)));
  const data =
    subject === 'flat'
      ? sequence(objectIdentifier(SPC_CAB_DATA), noFile)
      : sequence(
          objectIdentifier(SPC_PE_IMAGE_DATA),
          sequence(
            bitString(Buffer.alloc(0)),
            explicit(0, pageHashes === undefined ? noFile : moniker(pageHashes)),
          ),
        );
  return sequence(data, sequence(digestIdentifier(digest), octetString(hash)));
}

function moniker(digest: FileDigest): Buffer {
  const hashes = set(
    sequence(objectIdentifier(PAGE_HASHES[digest]), set(octetString(Buffer.alloc(48)))),
  );
  return explicit(1, octetString(PAGE_HASHES_CLASS), octetString(hashes));
}

/** NameValue: a name, flags, and a value in UTF-16 LE that ends in a NUL. */
export function nameValue(name: string, text: string): Buffer {
  return sequence(
    bmpString(name),
    integer(Buffer.from('10010001', 'hex')),
    octetString(Buffer.from(`${text}\0`, 'utf16le')),
  );
}
