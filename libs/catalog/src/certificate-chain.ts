import type { Certificate } from './certificate';
import { constraintFlaw } from './chain-constraints';
import { isSameName, type DistinguishedName } from './distinguished-name';
import { commonUsages, type Purposes } from './extended-key-usage';
import {
  isIssuedByAnchor,
  isOfAnchor,
  signatureUnder,
  type Trust,
  type TrustAnchor,
} from './trust-anchor';

/** Certificates of which each is signed by the next. Its extended key usages are those that all of them allow. */
export interface CertificateChain extends Purposes {
  /** That of the signer first; empty if it is not known. */
  readonly certificates: readonly Certificate[];
  /** Who signed the last one: the last one itself if it is a root. */
  readonly root?: DistinguishedName;
  /** The root that is trusted, and whose key signed the last certificate or is its own; absent if it ends elsewhere. */
  readonly anchor?: TrustAnchor;
  /** Whether the root has the name of one that is trusted, and not its key. */
  readonly isOfAnotherKey: boolean;
  /** What is wrong with a link, as a clause; absent if nothing is. */
  readonly flaw?: string;
}

/** What a chain may be built of. */
export interface ChainMaterial {
  /** Those that came with the signature. */
  readonly certificates: readonly Certificate[];
  readonly anchors: readonly TrustAnchor[];
}

const NO_CHAIN: CertificateChain = { certificates: [], isOfAnotherKey: false };

/** Longer than any that is used. */
const MAXIMUM_LENGTH = 16;
/** Certificates that issue each other in all ways make more chains than anybody needs to see. */
const MAXIMUM_VERIFICATIONS = 500;

/** In this order the anchors of code are looked for: the kernel has those at the front. */
const FOR_CODE: readonly Trust[] = ['microsoft', 'cross-certification', 'authority'];
/** The stores of users, by which Windows verifies timestamps, lack the root of cross-certificates. */
const FOR_TIMESTAMPS: readonly Trust[] = ['microsoft', 'authority', 'time-stamping'];

/**
 * The chain of who signs code. Where one leads to a root that the kernel of Windows trusts, it is that one, which
 * with commercial authorities is the way over the cross-certificate.
 */
export function codeSigningChain(
  first: Certificate | undefined,
  material: ChainMaterial,
): CertificateChain {
  return bestChain(first, material, FOR_CODE);
}

/** The chain of a time-stamping authority. */
export function timeStampingChain(
  first: Certificate | undefined,
  material: ChainMaterial,
): CertificateChain {
  return bestChain(first, material, FOR_TIMESTAMPS);
}

/**
 * Follows the issuers of a certificate, among those that came with the signature, to an anchor (RFC 5280, 6.1; RFC
 * 4158, on finding the way). Without a way that is right throughout, the one that comes closest tells what is wrong.
 */
function bestChain(
  first: Certificate | undefined,
  { certificates, anchors }: ChainMaterial,
  trusts: readonly Trust[],
): CertificateChain {
  if (first === undefined) return NO_CHAIN;
  const usable = anchors.filter(({ trust }) => trusts.includes(trust));
  const chains = chainsFrom(first, certificates, usable);
  const rank = ({ anchor, flaw }: CertificateChain): number =>
    (anchor === undefined ? trusts.length : trusts.indexOf(anchor.trust)) +
    (flaw === undefined ? 0 : trusts.length + 1);
  // A stable sort: what was found first stays in front of its equals.
  return chains.toSorted((a, b) => rank(a) - rank(b))[0] ?? NO_CHAIN;
}

/** All chains, in the order of a search that prefers cross-certificates to roots. */
function chainsFrom(
  first: Certificate,
  certificates: readonly Certificate[],
  anchors: readonly TrustAnchor[],
): readonly CertificateChain[] {
  const found: CertificateChain[] = [];
  let verifications = 0;
  const follow = (chain: readonly Certificate[], current: Certificate): void => {
    const ends = anchors.filter(
      (anchor) => isOfAnchor(current, anchor) || isIssuedByAnchor(current, anchor),
    );
    found.push(...ends.map((anchor) => chainTo(anchor, chain)));
    // Whoever trusts a root does so for its name and key, and looks at no signature of it.
    const candidates = isSelfIssued(current) ? [] : issuersOf(current, chain, certificates);
    let flaw: string | undefined;
    let isFollowed = false;
    for (const candidate of candidates) {
      verifications += 1;
      if (verifications > MAXIMUM_VERIFICATIONS || chain.length === MAXIMUM_LENGTH) {
        flaw ??= 'the chain of certificates is too long';
        break;
      }
      const linkFlaw = flawOfLink(current, candidate);
      flaw ??= linkFlaw;
      if (linkFlaw !== undefined) continue;
      isFollowed = true;
      follow([...chain, candidate], candidate);
    }
    if (!isFollowed && ends.length === 0) found.push(unanchored(chain, anchors, flaw));
  };
  follow([first], first);
  return found;
}

/** Who may have issued a certificate, by their names. */
function issuersOf(
  { issuer }: Certificate,
  chain: readonly Certificate[],
  certificates: readonly Certificate[],
): readonly Certificate[] {
  return certificates
    .filter((item) => isSameName(item.subject, issuer) && !chain.includes(item))
    .toSorted((a, b) => Number(isSelfIssued(a)) - Number(isSelfIssued(b)));
}

function chainTo(anchor: TrustAnchor, certificates: readonly Certificate[]): CertificateChain {
  const last = certificates.at(-1);
  const isAnchorIncluded = last !== undefined && isOfAnchor(last, anchor);
  return chainOf(certificates, {
    anchor,
    flaw: constraintFlaw(isAnchorIncluded ? certificates.slice(0, -1) : certificates),
    root: anchor.name,
  });
}

function unanchored(
  certificates: readonly Certificate[],
  anchors: readonly TrustAnchor[],
  flaw?: string,
): CertificateChain {
  const last = certificates.at(-1);
  // A root that somebody else may trust.
  const isComplete = last !== undefined && certificates.length > 1 && isSelfIssued(last);
  return chainOf(certificates, {
    flaw: flaw ?? constraintFlaw(isComplete ? certificates.slice(0, -1) : certificates),
    root: last?.issuer,
    isOfAnotherKey:
      last !== undefined && anchors.some(({ subject }) => subject === last.issuer.text),
  });
}

function chainOf(
  certificates: readonly Certificate[],
  {
    anchor,
    flaw,
    root,
    isOfAnotherKey = false,
  }: {
    readonly anchor?: TrustAnchor;
    readonly flaw: string | undefined;
    readonly root: DistinguishedName | undefined;
    readonly isOfAnotherKey?: boolean;
  },
): CertificateChain {
  const usages = commonUsages([...certificates, ...(anchor ? [anchor] : [])]);
  return {
    certificates,
    isOfAnotherKey,
    ...(root === undefined ? {} : { root }),
    ...(anchor === undefined ? {} : { anchor }),
    ...(flaw === undefined ? {} : { flaw }),
    ...(usages === undefined ? {} : { extendedKeyUsages: usages }),
  };
}

function isSelfIssued({ subject, issuer }: Certificate): boolean {
  return isSameName(subject, issuer);
}

/** What is wrong with the signature of an issuer under a certificate. */
function flawOfLink(certificate: Certificate, issuer: Certificate): string | undefined {
  const standing = signatureUnder(certificate, issuer.publicKeyInfo);
  if (standing === 'valid') return undefined;
  const name = `the certificate "${certificate.subject.text}"`;
  return standing === 'invalid'
    ? `${name} was not signed by the key of its issuer`
    : `whether ${name} was signed by its issuer cannot be checked here (${certificate.signatureAlgorithm.name})`;
}
