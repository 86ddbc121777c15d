import { Asn1Error } from './asn1-error';
import { authenticodeDigest } from './authenticode-digest';
import { expandCompressedFile, type CompressedFile } from './compressed-file';
import { digest } from './digest-algorithm';
import { embeddedSignature, type EmbeddedSignature } from './embedded-signature';
import { memoryIntegrityFlaws } from './memory-integrity';
import { readPeImage } from './pe-image';
import type { TrustAnchor } from './trust-anchor';
import { windowsTrustAnchors } from './windows-trust-anchors';

/** The digests that catalogs hold of files. */
export type FileDigestAlgorithm = 'sha1' | 'sha256';

export type FileDigests = Readonly<Record<FileDigestAlgorithm, string>>;

/**
 * What a catalog is compared with: a file of a driver, without its contents. One that is stored compressed is
 * described as what comes out of it.
 */
export interface PackagedFile {
  /** As problems name it. */
  readonly path: string;
  /** Whether it is signed as a PE image, or by all of its bytes. */
  readonly subject: 'pe-image' | 'flat';
  /** Of an image for one of those that media are made for. */
  readonly architecture?: 'x86' | 'amd64' | 'arm64';
  /** Whether it is an image that the kernel loads, by its subsystem ("PE Format": IMAGE_SUBSYSTEM_NATIVE). */
  readonly isKernelMode: boolean;
  /** What memory integrity does not load it for, as clauses: of an image that the kernel loads. */
  readonly memoryIntegrityFlaws?: readonly string[];
  /** Why a file that is stored compressed could not be expanded. */
  readonly notExpanded?: Exclude<CompressedFile, { readonly kind: 'expanded' }>;
  /** In hexadecimal, lower case; absent for an image that is malformed, and for what could not be expanded. */
  readonly digests?: FileDigests;
  /** Of a text those with all line ends as CRLF, and as LF: some tools change them on the way. */
  readonly digestsByLineEnd: { readonly crlf?: FileDigests; readonly lf?: FileDigests };
  /** The signature in the file itself, of a PE image that has one. */
  readonly embedded?: EmbeddedSignature;
  /** Why the signature in the file cannot be read, as a clause. */
  readonly embeddedFlaw?: string;
}

/** IMAGE_FILE_MACHINE_I386, IMAGE_FILE_MACHINE_AMD64 and IMAGE_FILE_MACHINE_ARM64. */
const ARCHITECTURES: ReadonlyMap<number, 'x86' | 'amd64' | 'arm64'> = new Map<
  number,
  'x86' | 'amd64' | 'arm64'
>([
  [0x14c, 'x86'],
  [0x8664, 'amd64'],
  [0xaa64, 'arm64'],
]);

/** Device drivers and native Windows processes. */
const IMAGE_SUBSYSTEM_NATIVE = 1;

/** No text of a driver comes near. In bytes. */
const MAXIMUM_TEXT_SIZE = 16 * 1024 * 1024;

const LF = 0x0a;
const CR = 0x0d;

/**
 * Describes a file of a driver. Holds on to nothing of its contents.
 *
 * @param anchors The roots that are trusted.
 */
export function describeFile(
  path: string,
  bytes: Uint8Array,
  anchors: readonly TrustAnchor[] = windowsTrustAnchors(),
): PackagedFile {
  const compressed = expandCompressedFile(path, bytes);
  if (compressed === undefined) return describeContents(path, bytes, anchors);
  if (compressed.kind === 'expanded') return describeContents(path, compressed.contents, anchors);
  return {
    path,
    subject: 'flat',
    isKernelMode: false,
    notExpanded: compressed,
    digestsByLineEnd: {},
  };
}

function describeContents(
  path: string,
  bytes: Uint8Array,
  anchors: readonly TrustAnchor[],
): PackagedFile {
  const image = readPeImage(bytes);
  if (!image) {
    return {
      path,
      subject: 'flat',
      isKernelMode: false,
      digests: digestsOf(bytes),
      digestsByLineEnd: digestsByLineEnd(bytes),
    };
  }
  const sha1 = authenticodeDigest(bytes, image, 'sha1');
  const sha256 = authenticodeDigest(bytes, image, 'sha256');
  const architecture = ARCHITECTURES.get(image.machine);
  const isKernelMode = image.subsystem === IMAGE_SUBSYSTEM_NATIVE;
  const isWhole = sha1 !== undefined && sha256 !== undefined;
  return {
    path,
    subject: 'pe-image',
    ...(architecture === undefined ? {} : { architecture }),
    isKernelMode,
    ...(isKernelMode ? { memoryIntegrityFlaws: memoryIntegrityFlaws(image) } : {}),
    ...(isWhole ? { digests: { sha1, sha256 } } : {}),
    digestsByLineEnd: {},
    ...embeddedIn(bytes, image, anchors),
  };
}

function embeddedIn(
  bytes: Uint8Array,
  image: NonNullable<ReturnType<typeof readPeImage>>,
  anchors: readonly TrustAnchor[],
): Pick<PackagedFile, 'embedded' | 'embeddedFlaw'> {
  try {
    const embedded = embeddedSignature(bytes, image, anchors);
    return embedded === undefined ? {} : { embedded };
  } catch (error) {
    if (!(error instanceof Asn1Error)) throw error;
    return { embeddedFlaw: error.message };
  }
}

function digestsOf(bytes: Uint8Array): FileDigests {
  return {
    sha1: digest('sha1', bytes).toString('hex'),
    sha256: digest('sha256', bytes).toString('hex'),
  };
}

function digestsByLineEnd(bytes: Uint8Array): PackagedFile['digestsByLineEnd'] {
  // Whatever holds a NUL, as UTF-16 does, is not what such tools take for a text.
  if (bytes.length > MAXIMUM_TEXT_SIZE || !bytes.includes(LF) || bytes.includes(0)) return {};
  const lf = withoutCarriageReturns(bytes);
  return { crlf: digestsOf(withCarriageReturns(lf)), lf: digestsOf(lf) };
}

/** Without each carriage return that a line feed follows. Loops, since a callback for each byte takes ten times as long. */
function withoutCarriageReturns(bytes: Uint8Array): Uint8Array {
  const result = new Uint8Array(bytes.length);
  let length = 0;
  for (let offset = 0; offset < bytes.length; offset += 1) {
    const byte = bytes[offset] as number;
    if (byte !== CR || bytes[offset + 1] !== LF) result[length++] = byte;
  }
  return result.subarray(0, length);
}

/** With a carriage return before each line feed. @param bytes Without any there. */
function withCarriageReturns(bytes: Uint8Array): Uint8Array {
  const result = new Uint8Array(2 * bytes.length);
  let length = 0;
  for (let offset = 0; offset < bytes.length; offset += 1) {
    const byte = bytes[offset] as number;
    if (byte === LF) result[length++] = CR;
    result[length++] = byte;
  }
  return result.subarray(0, length);
}
