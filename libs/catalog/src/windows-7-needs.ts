import { digestName, type DigestAlgorithm } from './digest-algorithm';
import { isSameName } from './distinguished-name';
import { isSignedByMicrosoft } from './kernel-root';
import type { Signature } from './signature';
import type { SignedDriver } from './signed-driver';

/** A property of a signed driver that Windows 7 supports only with updates, or not at all. */
export interface Windows7Need {
  readonly id: 'catalog.sha-2' | 'catalog.page-hashes' | 'catalog.version-2';
  /** What has the property, as a clause. */
  readonly found: string;
  /** The updates that Windows 7 needs, in the order of installation. */
  readonly updates: readonly string[];
  /** Whether Microsoft says that Windows 7 accepts the driver with them. */
  readonly isEnough: boolean;
}

/** SHA-2 in signatures of drivers (Microsoft security advisory 3033929, March 2015). */
export const SHA_2: readonly string[] = ['KB3033929'];
/**
 * SHA-2 as Microsoft has used it for signing since 2019, after the servicing stack update that it
 * needs.
 */
const NEWER_SHA_2 = ['KB4490628', 'KB4474419'];

/** The digests that Windows 7 supports in driver signatures without updates. */
const FAMILIAR: ReadonlySet<DigestAlgorithm | undefined> = new Set(['md5', 'sha1']);

/** What Windows 7 needs to accept a signed driver. Empty for a driver that uses only SHA-1. */
export function windows7Needs({ catalog, files = [] }: SignedDriver): readonly Windows7Need[] {
  const { signature } = catalog;
  const sha2 = signature === undefined ? [] : sha2Parts(signature);
  const needs: Windows7Need[] = [];
  if (signature && sha2.length > 0) {
    const isNewer = catalog.version === 2 || isSignedByMicrosoft(signature.chain);
    const updates = isNewer ? NEWER_SHA_2 : SHA_2;
    needs.push({ id: 'catalog.sha-2', found: sha2.join(', '), updates, isEnough: true });
  }
  const paged = files
    .filter(({ embedded, digests }) => {
      const members = catalog.members.filter(({ digest }) => isAmong(digest, digests));
      return [embedded?.signedDigest, ...members].some((item) =>
        isSha2Only(item?.pageHashes ?? []),
      );
    })
    .map(({ path }) => path);
  if (paged.length > 0) {
    const found = `SHA-256 page hashes of ${paged.join(', ')}`;
    needs.push({ id: 'catalog.page-hashes', found, updates: SHA_2, isEnough: true });
  }
  if (catalog.version === 2) {
    const found = 'a catalog of version 2, which MakeCat and Inf2Cat make for Windows 8 and later';
    needs.push({ id: 'catalog.version-2', found, updates: NEWER_SHA_2, isEnough: false });
  }
  return needs;
}

/** Whether Windows 7 supports all algorithms of a signature without updates. */
export function isSignedBySha1(signature: Signature): boolean {
  return sha2Parts(signature).length === 0;
}

/** Whether a signature, or the certificate of its signer, uses SHA-2. */
export function isPublisherSignedBySha2({ digestAlgorithm, signer }: Signature): boolean {
  return (
    !FAMILIAR.has(digestAlgorithm) || !FAMILIAR.has(signer?.signatureAlgorithm.digestAlgorithm)
  );
}

/** The parts of a signature that use SHA-2: itself, and the certificates up to the root. */
function sha2Parts({ digestAlgorithm, chain }: Signature): readonly string[] {
  return [
    ...(FAMILIAR.has(digestAlgorithm) ? [] : [`a signature by ${digestName(digestAlgorithm)}`]),
    ...chain.certificates
      // A root is trusted because it is in the store; its own signature does not matter.
      .filter(({ subject, issuer }) => !isSameName(subject, issuer))
      .filter(({ signatureAlgorithm }) => !FAMILIAR.has(signatureAlgorithm.digestAlgorithm))
      .map(
        ({ subject, signatureAlgorithm }) =>
          `the certificate "${subject.commonName}" signed by ${signatureAlgorithm.name}`,
      ),
  ];
}

function isSha2Only(pageHashes: readonly DigestAlgorithm[]): boolean {
  return pageHashes.length > 0 && !pageHashes.includes('sha1');
}

function isAmong(
  digest: string | undefined,
  digests: Readonly<Record<string, string>> | undefined,
): boolean {
  return digest !== undefined && Object.values(digests ?? {}).includes(digest);
}
