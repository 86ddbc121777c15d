import { createHash } from 'node:crypto';
import type { WindowsTarget } from '@aero-guest-tools/windows-target';
import type { Catalog } from './catalog';
import type { CatalogProblem } from './catalog-problem';
import type { CertificateChain } from './certificate-chain';
import type { CodeSigningPolicy } from './code-signing-policies';
import { allowsCode } from './extended-key-usage';
import { microsoftSignatureOf } from './kernel-root';
import type { Signature } from './signature';

type Texts = Omit<CatalogProblem, 'kind' | 'file'>;

/**
 * The certificates of the signer and of the timestamp must lead to roots that Windows knows, and
 * must allow their use. The end of a broken chain proves nothing.
 */
export function checkTrust(
  { file, signature }: Catalog,
  windows: WindowsTarget,
  { rules }: CodeSigningPolicy,
): readonly CatalogProblem[] {
  if (!signature?.signer) return [];
  return [
    ...problem(file, unknownRoot(signature)),
    ...checkTimestampRoot(file, signature),
    ...problem(file, notForCode(signature)),
    ...(rules.attestation.off.acceptance === 'refused'
      ? problem(file, attestation(signature, windows))
      : []),
  ];
}

/** The certificates of a signature's timestamp must lead to a root that Windows knows. */
export function checkTimestampRoot(file: string, signature: Signature): readonly CatalogProblem[] {
  return problem(file, unknownTimestampRoot(signature));
}

function problem(file: string, texts: Texts | undefined): readonly CatalogProblem[] {
  return texts === undefined ? [] : [{ kind: 'acceptance', file, ...texts }];
}

function unknownRoot({ chain }: Signature): Texts | undefined {
  if (!isUnknown(chain)) return undefined;
  return {
    id: 'catalog.unknown-root',
    message: `the certificates of the signer ${endOf(chain)}`,
    found: certificatesOf(chain),
    expected: 'a chain of certificates to a root that Windows trusts',
    remedy:
      'take the driver from a release that is signed for production, or, if you trust the signer, package with signing policy "test" and the certificate in certs/',
  };
}

/** If the signer is unknown, an unknown timestamp does not matter. */
function unknownTimestampRoot({ chain, timestamp }: Signature): Texts | undefined {
  if (isUnknown(chain) || !timestamp || timestamp.flaw !== undefined) return undefined;
  if (!isUnknown(timestamp.chain)) return undefined;
  return {
    id: 'catalog.unknown-timestamp-root',
    message: `the timestamp of the signature does not count: its certificates ${endOf(timestamp.chain)}`,
    found: certificatesOf(timestamp.chain),
    expected: 'a timestamp with a chain of certificates to a root that Windows trusts',
    remedy: 'take the driver from a release that is signed for production, or sign it again',
  };
}

/** Whether a chain is intact and ends in a root that Windows does not know. */
function isUnknown({ certificates, anchor, flaw }: CertificateChain): boolean {
  return certificates.length > 0 && anchor === undefined && flaw === undefined;
}

/**
 * The end of the chain, by name and key, so that people can distinguish a root that is missing here
 * from a forged one.
 */
function endOf({ certificates, root, isOfAnotherKey }: CertificateChain): string {
  const last = certificates.at(-1);
  const key = createHash('sha256')
    .update(last?.publicKeyInfo ?? '')
    .digest('hex');
  const by = `"${last?.subject.text ?? ''}", whose key has the SHA-256 ${key}`;
  return isOfAnotherKey
    ? `end in the name of a root that Windows trusts, "${root?.text ?? ''}", but not in its key: the last one is ${by}`
    : `end in a root that Windows does not know, "${root?.text ?? ''}": the last one is ${by}`;
}

function certificatesOf({ certificates }: CertificateChain): string {
  return certificates.map(({ subject }) => `"${subject.text}"`).join(', below ');
}

/**
 * "Windows Authenticode Portable Executable Signature Format": the certificate must have the usage
 * for code signing.
 */
function notForCode({ chain }: Signature): Texts | undefined {
  if (chain.flaw !== undefined || allowsCode(chain)) return undefined;
  const usages = chain.extendedKeyUsages ?? [];
  return {
    id: 'catalog.not-for-code',
    message: 'the certificate of the signer is not for signing code',
    found:
      usages.length === 0
        ? 'certificates that have no extended key usage in common'
        : `the extended key usage ${usages.join(', ')}`,
    expected:
      'code signing, 1.3.6.1.5.5.7.3.3, or a usage of Microsoft for drivers, in all certificates that name usages',
    remedy: 'sign the catalog with a certificate for code signing',
  };
}

/**
 * "Attestation signing a kernel driver for public release": such drivers are for Windows 10 and
 * later.
 */
function attestation({ chain }: Signature, { name }: WindowsTarget): Texts | undefined {
  if (microsoftSignatureOf(chain) !== 'attestation') return undefined;
  return {
    id: 'catalog.attestation',
    message: `${name} does not accept this driver: its attestation signature is for Windows 10`,
    found: 'the extended key usage 1.3.6.1.4.1.311.10.3.5.1 without 1.3.6.1.4.1.311.10.3.5',
    expected: 'a WHQL signature, or one by way of a cross-certificate',
    remedy: `take a release for ${name}`,
  };
}
