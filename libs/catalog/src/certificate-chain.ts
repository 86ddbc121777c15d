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

/**
 * Certificates, each signed by the next. Its extended key usages are those that all of them allow.
 */
export interface CertificateChain extends Purposes {
  /** The signer's certificate first; empty if it is not known. */
  readonly certificates: readonly Certificate[];
  /** The issuer of the last certificate: the certificate itself if it is a root. */
  readonly root?: DistinguishedName;
  /**
   * The trusted root whose key signed the last certificate, or is the last certificate's own key;
   * absent if the chain ends elsewhere.
   */
  readonly anchor?: TrustAnchor;
  /** Whether the root has the name of a trusted root, but another key. */
  readonly isOfAnotherKey: boolean;
  /** What is wrong with a link, as a clause; absent if all links are valid. */
  readonly flaw?: string;
}

/** The certificates and roots that a chain may be built from. */
export interface ChainMaterial {
  /** The certificates that came with the signature. */
  readonly certificates: readonly Certificate[];
  readonly anchors: readonly TrustAnchor[];
}

const NO_CHAIN: CertificateChain = { certificates: [], isOfAnotherKey: false };

/** Longer than any chain in use. */
const MAXIMUM_LENGTH = 16;
/** Certificates that all issue each other allow more chains than anyone needs. */
const MAXIMUM_VERIFICATIONS = 500;

/** The order of preference of anchors for code; the kernel trusts the first ones. */
const FOR_CODE: readonly Trust[] = ['microsoft', 'cross-certification', 'authority'];
/**
 * Windows verifies timestamps by the stores of users, which lack the root of cross-certificates.
 */
const FOR_TIMESTAMPS: readonly Trust[] = ['microsoft', 'authority', 'time-stamping'];

/**
 * The chain of a code signer. Prefers a chain to a root that the Windows kernel trusts; with
 * commercial authorities that is the one through the cross-certificate.
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
 * Follows the issuers of a certificate, among the certificates that came with the signature, to an
 * anchor (RFC 5280, 6.1; RFC 4158, on path building). If no chain is fully valid, returns the one
 * that comes closest, with its flaw.
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
  // The sort is stable: of equal chains, the first one found comes first.
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
    // A root is trusted by its name and key; its own signature does not matter.
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

/** The possible issuers of a certificate, by name. */
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
  // The chain may end here, in a root that others may trust.
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

/** What is wrong with an issuer's signature on a certificate. */
function flawOfLink(certificate: Certificate, issuer: Certificate): string | undefined {
  const standing = signatureUnder(certificate, issuer.publicKeyInfo);
  if (standing === 'valid') return undefined;
  const name = `the certificate "${certificate.subject.text}"`;
  return standing === 'invalid'
    ? `${name} was not signed by the key of its issuer`
    : `whether ${name} was signed by its issuer cannot be checked here (${certificate.signatureAlgorithm.name})`;
}
