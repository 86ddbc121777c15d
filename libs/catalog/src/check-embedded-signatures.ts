import type { CatalogProblem } from './catalog-problem';
import type { EmbeddedSignature } from './embedded-signature';
import type { FileDigests, PackagedFile } from './packaged-file';
import type { SignedDriver } from './signed-driver';

/**
 * An embedded signature must match its file: the kernel looks at it before it looks at catalogs.
 */
export function checkEmbeddedSignatures({ files = [] }: SignedDriver): readonly CatalogProblem[] {
  return files.flatMap((file): CatalogProblem[] => {
    const flaw = flawOfEmbeddedSignature(file);
    if (flaw === undefined) return [];
    return [
      {
        id: 'catalog.embedded-signature-invalid',
        kind: 'acceptance',
        file: file.path,
        message: 'the signature in this file is not valid',
        found: flaw,
        expected: 'a signature of this file, or none',
        remedy: 'get the file again, or sign it again and make its catalog afterwards',
      },
    ];
  });
}

/**
 * What is wrong with the embedded signature of a file, as a clause; undefined also if there is
 * none.
 */
export function flawOfEmbeddedSignature({
  digests,
  embedded,
  embeddedFlaw,
}: PackagedFile): string | undefined {
  if (embeddedFlaw !== undefined) return embeddedFlaw;
  return embedded && digests && flawOfSignatureIn(digests, embedded);
}

/** What is wrong with an embedded signature of a file that has these digests, as a clause. */
export function flawOfSignatureIn(
  digests: FileDigests,
  { signedDigest, signature }: EmbeddedSignature,
): string | undefined {
  const { algorithm } = signedDigest;
  if (algorithm !== 'sha1' && algorithm !== 'sha256') return undefined;
  if (signedDigest.digest !== digests[algorithm]) return 'the file was changed after it was signed';
  if (!signature.signer) return 'the certificate of the signer is missing';
  if (!signature.isContentIntact) return 'the contents are not those that were signed';
  if (signature.standing !== 'valid') return 'it was not made by the key of its certificate';
  return undefined;
}
