import type { WindowsTarget } from '@aero-guest-tools/windows-target';
import type { CatalogProblem } from './catalog-problem';
import type { CertificateChain } from './certificate-chain';
import { checkTimestampRoot } from './check-trust';
import { crossCertificateOf } from './cross-certificate';
import { day } from './date';
import { isOutsideCrossCertificate } from './kernel-mode-trust';
import type { Signature } from './signature';
import type { SignedDriver } from './signed-driver';
import { isJudgedByUpdates } from './verdict';

/** Their names in messages. */
const ARCHITECTURES: Readonly<Record<SignedDriver['architecture'], string>> = {
  x86: 'x86',
  amd64: 'x64',
  arm64: 'ARM64',
};

/**
 * The problem of a signature whose root the kernel does not know.
 *
 * @param isTestSigningEnough Whether test signing makes the kernel load it; otherwise the kernel
 *   refuses it only with Secure Boot.
 */
export function kernelRoot(
  { catalog: { file }, files, architecture }: SignedDriver,
  windows: WindowsTarget,
  { root }: CertificateChain,
  isTestSigningEnough = true,
): CatalogProblem {
  const system = `${windows.name} ${ARCHITECTURES[architecture]}`;
  const condition = isTestSigningEnough
    ? `, unless test signing is on${isJudgedByUpdates(windows) ? '' : ' and Secure Boot is off'}`
    : ' where Secure Boot is on';
  return {
    id: 'catalog.kernel-root',
    kind: 'acceptance',
    file,
    message: `the kernel of ${system} does not trust the signer${condition}${files === undefined ? ' or it trusts signatures in the files themselves' : ''}`,
    found: `certificates that end in ${root?.text ?? 'nothing'}`,
    expected:
      'certificates that end in Microsoft Code Verification Root, by a cross-certificate in the signature, or in a root of Microsoft',
    remedy:
      'take a release that is signed for production, or package with signing policy "test" and turn test signing on in the guest',
  };
}

/**
 * What is disputed about a signature. If that is the timestamp of the catalog, `checkTrust` reports
 * it.
 *
 * @param isOwn Whether the signature is embedded in the file; otherwise it is the catalog's.
 */
export function disputedSignature(
  file: string,
  signature: Signature,
  windows: WindowsTarget,
  isOwn: boolean,
): readonly CatalogProblem[] {
  if (isOutsideCrossCertificate(signature))
    return [afterCrossCertificate(file, signature, windows)];
  return isOwn ? checkTimestampRoot(file, signature) : [];
}

/** The documents contradict each other: see `signatureTrust`. */
function afterCrossCertificate(
  file: string,
  { chain, timestamp }: Signature,
  { name }: WindowsTarget,
): CatalogProblem {
  const cross = crossCertificateOf(chain);
  return {
    id: 'catalog.signed-after-cross-certificate',
    kind: 'acceptance',
    file,
    message: `the signature was made after the cross-certificate had expired: Microsoft documents both that ${name} x64 loads such a driver and that it does not`,
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
