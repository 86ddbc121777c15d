export { MAXIMUM_CATALOG_SIZE, readCatalog, type Catalog } from './catalog';
export { CatalogError } from './catalog-error';
export type { CatalogProblem, CatalogProblemCode, CatalogProblemKind } from './catalog-problem';
export type { Certificate } from './certificate';
export type { CatalogAttribute, CatalogMember } from './certificate-trust-list';
export { checkCatalog, type CatalogCheck } from './check-catalog';
export { digestName, type DigestAlgorithm } from './digest-algorithm';
export { describeFile, type PackagedFile } from './packaged-file';
export { readCertificates } from './read-certificates';
export type { Signature } from './signature';
export type { SignedDriver } from './signed-driver';
export type { Timestamp } from './timestamp';
export { vouchesFor } from './vouches-for';
export {
  REFUSED,
  verdictText,
  worstVerdict,
  type Acceptance,
  type Windows7Verdict,
} from './windows-7-verdict';
