import type { Catalog } from './catalog';
import type { CatalogProblem } from './catalog-problem';
import { isValidAt } from './certificate';
import { crossCertificateOf } from './cross-certificate';
import { day } from './date';

/**
 * The signer's certificate must be signed by its issuer, and so on up to the last certificate; and
 * according to the timestamp, the signature must have been made while all of them were valid. The
 * cross-certificate matters to the kernel alone, see `kernelModeTrust`: installation follows the
 * chain in user mode, up to the root of the authority.
 */
export function checkChain({ file, signature }: Catalog): readonly CatalogProblem[] {
  if (!signature?.signer) return [];
  const { signer, chain, timestamp } = signature;
  const cross = crossCertificateOf(chain);
  const problems: CatalogProblem[] = [];
  const report = (problem: Omit<CatalogProblem, 'kind' | 'file'>): void =>
    void problems.push({ kind: 'acceptance', file, ...problem });

  if (chain.flaw !== undefined) {
    report({
      id: 'catalog.chain-broken',
      message: 'the certificates in the catalog do not vouch for the signer',
      found: chain.flaw,
      expected: 'certificates that form a chain, each signed by the next',
      remedy: 'get the catalog again from its publisher, or sign it with the right certificates',
    });
  }
  if (!timestamp) {
    const until = chain.certificates
      .filter((certificate) => certificate !== cross)
      .reduce((earliest, { notAfter }) => Math.min(earliest, notAfter), signer.notAfter);
    report({
      id: 'catalog.timestamp-missing',
      message:
        'the signature has no timestamp, so Windows accepts it only until the certificate expires',
      until,
      found: `a certificate that is valid until ${day(until)}`,
      expected: 'a timestamp, as SignTool adds with /t',
      remedy: 'sign the catalog with a timestamp',
    });
    return problems;
  }
  if (timestamp.flaw !== undefined) {
    report({
      id: 'catalog.timestamp-invalid',
      message: 'the timestamp of the signature is not valid',
      found: timestamp.flaw,
      expected: 'a timestamp of this signature by a time-stamping authority',
      remedy: 'sign the catalog again, with a timestamp',
    });
  }
  const invalid = chain.certificates.find(
    (certificate) => certificate !== cross && !isValidAt(certificate, timestamp.time),
  );
  if (invalid) {
    report({
      id: 'catalog.signed-outside-validity',
      message: 'the signature was made when a certificate was not valid',
      found: `a signature of ${day(timestamp.time)} by way of "${invalid.subject.text}", valid from ${day(invalid.notBefore)} to ${day(invalid.notAfter)}`,
      expected: 'a signature that was made while all certificates were valid',
      remedy: 'sign the catalog again, with a valid certificate',
    });
  }
  return problems;
}
