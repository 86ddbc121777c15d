import type { Catalog } from './catalog';
import type { CatalogProblem } from './catalog-problem';

const REMEDY = 'get the catalog again from its publisher, or sign the driver again';

/**
 * The catalog must be signed, its contents must be those that were signed, and the signature must
 * be by the signer's key.
 */
export function checkSignature({ file, signature }: Catalog): readonly CatalogProblem[] {
  const problem = (texts: Omit<CatalogProblem, 'kind' | 'file'>): readonly CatalogProblem[] => [
    { kind: 'signature', file, ...texts },
  ];
  if (!signature) {
    return problem({
      id: 'catalog.not-signed',
      message: 'the catalog is not signed',
      found: 'a catalog without a signer, as Inf2Cat makes it',
      expected: 'a signed catalog',
      remedy: 'sign it, for example with SignTool, or take the driver from a signed release',
    });
  }
  if (!signature.signer) {
    return problem({
      id: 'catalog.signer-missing',
      message: 'the certificate of the signer is not in the catalog',
      expected: 'the certificate that the signature names',
      remedy: REMEDY,
    });
  }
  if (!signature.isContentIntact) {
    return problem({
      id: 'catalog.content-changed',
      message: 'the catalog was changed after it was signed',
      found: 'contents with another digest than the one that was signed',
      expected: 'the contents that were signed',
      remedy: REMEDY,
    });
  }
  if (signature.standing !== 'valid') {
    return problem({
      id: 'catalog.signature-invalid',
      message: `the signature of the catalog ${signature.standing === 'invalid' ? 'is not valid' : 'cannot be verified here'}`,
      found: `a signature by ${signature.signer.subject.text} (${signature.signer.key})`,
      expected: 'a signature by the key of that certificate',
      remedy: REMEDY,
    });
  }
  return [];
}
