import { microsoftSignatureOf, type Catalog } from '@aero-guest-tools/catalog';
import { sha256Of } from '@aero-guest-tools/file-tree';
import type { CatalogReport } from './validation-report';

/**
 * Describes a catalog for the report.
 *
 * @param path Relative to the driver directory.
 * @param bytes The bytes of the catalog.
 */
export function reportCatalog(catalog: Catalog, path: string, bytes: Uint8Array): CatalogReport {
  const { members, signature } = catalog;
  const microsoftSignature = signature && microsoftSignatureOf(signature.chain);
  const algorithms = members.flatMap(({ digestAlgorithm }) => digestAlgorithm ?? []);
  return {
    path,
    sha256: sha256Of(bytes),
    memberAlgorithms: [...new Set(algorithms)].toSorted(),
    ...(signature === undefined ? {} : { signatureAlgorithm: signature.digestAlgorithm }),
    ...(signature?.signer === undefined
      ? {}
      : {
          signer: signature.signer.subject.text,
          signerName: signature.signer.subject.commonName,
          signerCertificate: Buffer.from(signature.signer.encoding).toString('base64'),
        }),
    ...(microsoftSignature === undefined ? {} : { microsoftSignature }),
    ...(signature?.timestamp === undefined ? {} : { timestamp: signature.timestamp.time }),
  };
}
