import type { Problem } from '@aero-guest-tools/diagnostics';

/** What problems are about; the signing policy decides what becomes of each. */
export type CatalogProblemKind =
  /** The files are not those that the catalog lists. */
  | 'membership'
  /** Nobody vouches for the catalog. */
  | 'signature'
  /** The signature is genuine, but Windows may not accept it, or not for this driver. */
  | 'acceptance';

/** Names of problems that do not change. */
export type CatalogProblemCode =
  | 'no-catalog'
  | 'catalog-unreadable'
  | 'catalog-not-signed'
  | 'file-contradicts-catalog'
  | 'file-not-in-catalog'
  | 'image-malformed'
  | 'compressed-file-malformed'
  | 'compressed-file-unread'
  | 'file-too-large'
  | 'signer-missing'
  | 'content-changed'
  | 'signature-invalid'
  | 'chain-broken'
  | 'unknown-root'
  | 'unknown-timestamp-root'
  | 'not-for-code'
  | 'attestation'
  | 'timestamp-missing'
  | 'certificate-expired'
  | 'timestamp-invalid'
  | 'signed-outside-validity'
  | 'os-attribute-newer'
  | 'os-attribute-older'
  | 'embedded-signature-invalid'
  | 'sha-2'
  | 'page-hashes'
  | 'catalog-version-2'
  | 'kernel-root'
  | 'signed-after-cross-certificate'
  | 'code-signing-policy'
  | 'code-signing-policy-disputed';

/** Something that is wrong with a catalog, or with a file that it should list. */
export interface CatalogProblem extends Problem {
  readonly code: CatalogProblemCode;
  readonly kind: CatalogProblemKind;
  readonly file: string;
  /** When Windows ceases to accept the signature, in seconds since 1970, inclusive: of `timestamp-missing`. */
  readonly until?: number;
}
