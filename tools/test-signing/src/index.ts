export { catalog, type CatalogOptions, type Member } from './catalog';
export type { Digest, FileDigest } from './digests';
export {
  CODE_SIGNING,
  identity,
  TIME_STAMPING,
  type Identity,
  type IdentityOptions,
} from './identity';
export type { Subject } from './indirect-data';
export { seededRsaKey } from './seeded-rsa-key';
export { nestedSignature, type SignOptions } from './signed-data';
export { signedImage } from './signed-image';
export { szdd } from './szdd';
export { countersignature, timestampToken } from './timestamps';
