import type { Problem } from '@aero-guest-tools/diagnostics';

/** What problems are about; the signing policy decides which are errors. */
export type CatalogProblemKind =
  /** The files are not those that the catalog lists. */
  | 'membership'
  /** Nobody validly signed the catalog. */
  | 'signature'
  /** The signature is genuine, but Windows may not accept it, or not for this driver. */
  | 'acceptance';

/** The problems, by their ids. */
export type CatalogProblemId =
  | 'catalog.not-named'
  | 'catalog.unreadable'
  | 'catalog.not-signed'
  | 'catalog.file-contradicts'
  | 'catalog.line-ends-changed'
  | 'catalog.not-a-member'
  | 'catalog.image-malformed'
  | 'catalog.compressed-file-malformed'
  | 'catalog.compressed-file-unread'
  | 'catalog.file-too-large'
  | 'catalog.signer-missing'
  | 'catalog.content-changed'
  | 'catalog.signature-invalid'
  | 'catalog.chain-broken'
  | 'catalog.unknown-root'
  | 'catalog.unknown-timestamp-root'
  | 'catalog.not-for-code'
  | 'catalog.attestation'
  | 'catalog.timestamp-missing'
  | 'catalog.certificate-expired'
  | 'catalog.timestamp-invalid'
  | 'catalog.signed-outside-validity'
  | 'catalog.os-attribute-newer'
  | 'catalog.os-attribute-older'
  | 'catalog.embedded-signature-invalid'
  | 'catalog.sha-2'
  | 'catalog.page-hashes'
  | 'catalog.version-2'
  | 'catalog.kernel-root'
  | 'catalog.signed-after-cross-certificate'
  | 'catalog.code-signing-policy'
  | 'catalog.code-signing-policy-disputed';

/** Something that is wrong with a catalog, or with a file that it should list. */
export interface CatalogProblem extends Problem {
  readonly id: CatalogProblemId;
  readonly kind: CatalogProblemKind;
  readonly file: string;
  /**
   * For `timestamp-missing`: the last time at which Windows accepts the signature, in seconds since
   * 1970.
   */
  readonly until?: number;
}
