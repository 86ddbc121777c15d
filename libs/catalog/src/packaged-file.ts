import { Asn1Error } from './asn1-error';
import { authenticodeDigest } from './authenticode-digest';
import { expandCompressedFile, type CompressedFile } from './compressed-file';
import { digest } from './digest-algorithm';
import { embeddedSignature, type EmbeddedSignature } from './embedded-signature';
import { memoryIntegrityFlaws } from './memory-integrity';
import { readPeImage } from './pe-image';
import type { TrustAnchor } from './trust-anchor';
import { windowsTrustAnchors } from './windows-trust-anchors';

/** The digests of files in catalogs. */
export type FileDigestAlgorithm = 'sha1' | 'sha256';

export type FileDigests = Readonly<Record<FileDigestAlgorithm, string>>;

/**
 * A file of a driver, without its contents, to compare with a catalog. A compressed file is
 * described by its expanded contents.
 */
export interface PackagedFile {
  /** Its name in problems. */
  readonly path: string;
  /** Whether the signature covers a PE image, or all bytes of the file. */
  readonly subject: 'pe-image' | 'flat';
  /** The architecture of an image, if media are made for it. */
  readonly architecture?: 'x86' | 'amd64' | 'arm64';
  /**
   * Whether it is an image that the kernel loads, by its subsystem ("PE Format":
   * IMAGE_SUBSYSTEM_NATIVE).
   */
  readonly isKernelMode: boolean;
  /** Why memory integrity does not load it, as clauses; for an image that the kernel loads. */
  readonly memoryIntegrityFlaws?: readonly string[];
  /** Why a compressed file could not be expanded. */
  readonly notExpanded?: Exclude<CompressedFile, { readonly kind: 'expanded' }>;
  /**
   * In hexadecimal, lower case; absent for a malformed image, and for a file that could not be
   * expanded.
   */
  readonly digests?: FileDigests;
  /** The digests of a text with all line ends as CRLF, and as LF, since some tools convert them. */
  readonly digestsByLineEnd: { readonly crlf?: FileDigests; readonly lf?: FileDigests };
  /** The embedded signature of a PE image, if it has one. */
  readonly embedded?: EmbeddedSignature;
  /** Why the embedded signature cannot be read, as a clause. */
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

/** The subsystem of device drivers and native Windows processes. */
const IMAGE_SUBSYSTEM_NATIVE = 1;

/** In bytes. No text of a driver comes near. */
const MAXIMUM_TEXT_SIZE = 16 * 1024 * 1024;

const LF = 0x0a;
const CR = 0x0d;

/**
 * Describes a file of a driver. Keeps no reference to its contents.
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
  // Tools that convert line ends do not treat a file with a NUL, such as UTF-16 text, as text.
  if (bytes.length > MAXIMUM_TEXT_SIZE || !bytes.includes(LF) || bytes.includes(0)) return {};
  const lf = withoutCarriageReturns(bytes);
  return { crlf: digestsOf(withCarriageReturns(lf)), lf: digestsOf(lf) };
}

/**
 * Removes each carriage return before a line feed. Uses a loop, since a callback for each byte
 * takes ten times as long.
 */
function withoutCarriageReturns(bytes: Uint8Array): Uint8Array {
  const result = new Uint8Array(bytes.length);
  let length = 0;
  for (let offset = 0; offset < bytes.length; offset += 1) {
    const byte = bytes[offset] as number;
    if (byte !== CR || bytes[offset + 1] !== LF) result[length++] = byte;
  }
  return result.subarray(0, length);
}

/** Adds a carriage return before each line feed. @param bytes Has none there. */
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
