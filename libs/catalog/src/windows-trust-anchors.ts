import { decodeBer } from './ber';
import { distinguishedNameOf } from './distinguished-name';
import { trustAnchorOf, type TrustAnchor } from './trust-anchor';
import { WINDOWS_ROOTS, type PublishedRoot } from './windows-roots';

let anchors: readonly TrustAnchor[] | undefined;

/**
 * The roots that Windows 7 trusts for code, for kernel code, and for timestamps. Windows fetches
 * the roots of its program when it needs them, so they count whether or not they come with a
 * signature.
 */
export function windowsTrustAnchors(): readonly TrustAnchor[] {
  return (anchors ??= WINDOWS_ROOTS.map((root) => anchorOf(root)));
}

/** Reads certificates lazily: each takes a millisecond or more, and a driver needs two of them. */
function anchorOf(root: PublishedRoot): TrustAnchor {
  let read: TrustAnchor | undefined;
  const anchor = (): TrustAnchor => (read ??= readRoot(root));
  return {
    subject: root.subject,
    trust: root.trust,
    get name() {
      return anchor().name;
    },
    get publicKeyInfo() {
      return anchor().publicKeyInfo;
    },
    get extendedKeyUsages() {
      return anchor().extendedKeyUsages;
    },
  };
}

function readRoot({
  certificate,
  subject,
  name,
  publicKeyInfo,
  trust,
}: PublishedRoot): TrustAnchor {
  if (certificate !== undefined) return trustAnchorOf(Buffer.from(certificate, 'base64'), trust);
  const what = 'the name of a root';
  return {
    subject,
    name: distinguishedNameOf(decodeBer(Buffer.from(name ?? '', 'base64'), what), what),
    publicKeyInfo: Buffer.from(publicKeyInfo ?? '', 'base64'),
    trust,
    extendedKeyUsages: undefined,
  };
}
