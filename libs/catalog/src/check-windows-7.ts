import type { CatalogProblem } from './catalog-problem';
import type { CertificateChain } from './certificate-chain';
import { crossCertificateOf } from './cross-certificate';
import { day } from './date';
import { isTrustedByKernel } from './kernel-root';
import { checkTimestampRoot } from './check-trust';
import {
  isOutsideCrossCertificate,
  kernelModeBinaries,
  type KernelModeBinary,
} from './kernel-mode-trust';
import type { Signature } from './signature';
import type { SignedDriver } from './signed-driver';
import { windows7Needs, type Windows7Need } from './windows-7-needs';

/** What Windows 7 does not accept as it was released, or does not accept on x64. */
export function checkWindows7(driver: SignedDriver): readonly CatalogProblem[] {
  if (!driver.catalog.signature) return [];
  return [
    ...windows7Needs(driver).map((need) => neededUpdates(driver, need)),
    ...checkKernelMode(driver),
  ];
}

function neededUpdates(driver: SignedDriver, need: Windows7Need): CatalogProblem {
  const { code, found, updates, isEnough } = need;
  const acceptance = isEnough
    ? `Windows 7 accepts this driver only with ${updates.join(' and ')}`
    : 'it is not documented that Windows 7 accepts this driver, whatever its updates';
  // Setup starts from a storage driver before there is a system that an update could be installed in.
  const setup = driver.isBootCritical ? ', and setup from the installation medium refuses it' : '';
  return {
    code,
    kind: 'acceptance',
    file: driver.catalog.file,
    message: `${acceptance}${setup}`,
    found,
    expected: 'signatures and digests by SHA-1, which Windows 7 knows without updates',
    remedy: `take a release for Windows 7 that is signed by SHA-1, or install ${updates.join(' and then ')} in the guest before the driver`,
  };
}

/** On x86 the kernel loads drivers whoever signed them. */
function checkKernelMode(driver: SignedDriver): readonly CatalogProblem[] {
  const { catalog, architecture } = driver;
  const chain = catalog.signature?.chain;
  if (architecture !== 'amd64' || chain?.root === undefined) return [];
  // Where a broken chain ends says nothing; what Windows does not know at all is told as such.
  if (chain.flaw !== undefined || chain.anchor === undefined) return [];
  const binaries = kernelModeBinaries(driver);
  const isUntrusted = binaries.some(({ withUpdates }) => withUpdates === 'untrusted');
  if (isUntrusted && !isTrustedByKernel(chain)) return [kernelRoot(driver, chain)];
  const disputed = binaries.filter(({ withUpdates }) => withUpdates === 'disputed');
  return [
    // What the catalog is disputed for is said once, not for each of the binaries.
    ...disputed.filter(({ ownSignature }) => ownSignature === undefined).slice(0, 1),
    ...disputed.filter(({ ownSignature }) => ownSignature !== undefined),
  ].flatMap((binary) => disputedSignature(driver, binary));
}

/** The timestamp of the catalog is a matter of `checkTrust`. */
function disputedSignature(
  { catalog }: SignedDriver,
  { path, ownSignature }: KernelModeBinary,
): readonly CatalogProblem[] {
  const signature = ownSignature ?? catalog.signature;
  const file = ownSignature === undefined ? catalog.file : (path ?? catalog.file);
  if (!signature) return [];
  if (isOutsideCrossCertificate(signature)) return [afterCrossCertificate(file, signature)];
  return ownSignature === undefined ? [] : checkTimestampRoot(file, signature);
}

function kernelRoot(
  { catalog: { file }, files }: SignedDriver,
  { root }: CertificateChain,
): CatalogProblem {
  return {
    code: 'kernel-root',
    kind: 'acceptance',
    file,
    message: `the kernel of Windows 7 x64 does not trust the signer, unless test signing is on${files === undefined ? ' or it trusts signatures in the files themselves' : ''}`,
    found: `certificates that end in ${root?.text ?? 'nothing'}`,
    expected:
      'certificates that end in Microsoft Code Verification Root, by a cross-certificate in the signature, or in a root of Microsoft',
    remedy:
      'take a release that is signed for production, or package with signing policy "test" and turn test signing on in the guest',
  };
}

/** The documents contradict each other: see `kernelModeTrust`. */
function afterCrossCertificate(file: string, { chain, timestamp }: Signature): CatalogProblem {
  const cross = crossCertificateOf(chain);
  return {
    code: 'signed-after-cross-certificate',
    kind: 'acceptance',
    file,
    message:
      'the signature was made after the cross-certificate had expired: Microsoft documents both that Windows 7 x64 loads such a driver and that it does not',
    ...(cross && timestamp
      ? {
          found: `a signature of ${day(timestamp.time)} by way of "${cross.subject.text}", valid from ${day(cross.notBefore)} to ${day(cross.notAfter)}`,
        }
      : {}),
    expected: 'a signature that was made while the cross-certificate was valid',
    remedy:
      'take a release that Microsoft signed, or try the driver on the guest before you rely on it',
  };
}
