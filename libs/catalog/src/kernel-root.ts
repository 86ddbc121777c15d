import type { CertificateChain } from './certificate-chain';

/** The root of the cross-certificates that Microsoft issued to commercial authorities. */
export const CODE_VERIFICATION_ROOT =
  'CN=Microsoft Code Verification Root, O=Microsoft Corporation, L=Redmond, ST=Washington, C=US';

/** The roots of what Microsoft signs: by name the oldest, that until 2015, and the one after it. */
const MICROSOFT_ROOTS: ReadonlySet<string> = new Set([
  'CN=Microsoft Root Authority, OU=Microsoft Corporation, OU=Copyright (c) 1997 Microsoft Corp.',
  'CN=Microsoft Root Certificate Authority, DC=microsoft, DC=com',
  'CN=Microsoft Root Certificate Authority 2010, O=Microsoft Corporation, L=Redmond, ST=Washington, C=US',
]);

/**
 * Whether the kernel of Windows 7 x64 trusts where a chain ends. It does not know the roots of the user's
 * store: a commercial certificate needs the cross-certificate of its authority in the signature, while a
 * WHQL signature leads to a root of Microsoft by itself ("Cross-Certificates for Kernel Mode Code
 * Signing"; "Kernel-Mode Code Signing Requirements").
 *
 * Roots are told by their names: their certificates are no part of a signature.
 */
export function isTrustedByKernel({ root }: CertificateChain): boolean {
  if (root === undefined) return false;
  return root.text === CODE_VERIFICATION_ROOT || MICROSOFT_ROOTS.has(root.text);
}

/** Whether Microsoft itself signed, as WHQL and the Hardware Dev Center do. */
export function isSignedByMicrosoft({ root }: CertificateChain): boolean {
  return root !== undefined && MICROSOFT_ROOTS.has(root.text);
}
