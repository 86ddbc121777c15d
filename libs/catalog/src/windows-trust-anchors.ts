import { decodeBer } from './ber';
import { distinguishedNameOf } from './distinguished-name';
import { trustAnchorOf, type TrustAnchor } from './trust-anchor';
import { WINDOWS_ROOTS, type PublishedRoot } from './windows-roots';

let anchors: readonly TrustAnchor[] | undefined;

/**
 * The roots that Windows 7 trusts for code, for code of the kernel, and for timestamps. Windows fetches the roots
 * of its program when it needs them, so that these count whether they come with a signature or not.
 */
export function windowsTrustAnchors(): readonly TrustAnchor[] {
  return (anchors ??= WINDOWS_ROOTS.map((root) => anchorOf(root)));
}

/** To read a certificate takes a millisecond or more, and of all of them a driver needs two. */
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
