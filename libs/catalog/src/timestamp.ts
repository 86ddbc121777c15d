import { Asn1Error } from './asn1-error';
import { decodeBer } from './ber';
import { isValidAt } from './certificate';
import { timeStampingChain, type CertificateChain, type ChainMaterial } from './certificate-chain';
import { digest, digestAlgorithmOf, type DigestAlgorithm } from './digest-algorithm';
import { allows, TIME_STAMPING } from './extended-key-usage';
import { elementsOf, octetsOf, timeOf } from './fields';
import {
  attributeValue,
  signedDataOf,
  signerInfoOf,
  type SignedData,
  type SignerInfo,
} from './signed-data';
import {
  certificateOfSigner,
  verifyCountersigner,
  verifySigner,
  type SignerStanding,
} from './verify-signer';

/** A time at which a signature already existed, according to a time-stamping authority. */
export interface Timestamp {
  readonly kind: 'countersignature' | 'RFC 3161';
  /** In seconds since 1970. */
  readonly time: number;
  readonly digestAlgorithm: DigestAlgorithm;
  /** The authority's certificates, its own first; empty if that did not come with the signature. */
  readonly chain: CertificateChain;
  /** What is wrong with it, as a clause; absent if nothing is. */
  readonly flaw?: string;
}

/** PKCS #9 (RFC 2985, 5.3.6 and 5.3.3). */
const COUNTERSIGNATURE = '1.2.840.113549.1.9.6';
const SIGNING_TIME = '1.2.840.113549.1.9.5';
/** Microsoft's attribute for an RFC 3161 token, and that of RFC 3161, appendix A. */
const TIMESTAMP_TOKENS = ['1.3.6.1.4.1.311.3.3.1', '1.2.840.113549.1.9.16.2.14'];
const TST_INFO = '1.2.840.113549.1.9.16.1.4';
const MAXIMUM_TST_INFO_VALUES = 1000;

const MISSING_AUTHORITY = 'the certificate of its authority is not in the signature';

/**
 * Reads and verifies the timestamp of a signature.
 *
 * @param material The certificates that came with the signature, and the roots that are trusted.
 * @returns Undefined if there is none.
 * @throws Asn1Error if it is malformed.
 */
export function timestampOf(signer: SignerInfo, material: ChainMaterial): Timestamp | undefined {
  const countersignature = attributeValue(signer.unsignedAttributes, COUNTERSIGNATURE);
  if (countersignature) {
    return countersignatureOf(signerInfoOf(countersignature), signer, material);
  }
  for (const type of TIMESTAMP_TOKENS) {
    const token = attributeValue(signer.unsignedAttributes, type);
    if (token) return tokenOf(signedDataOf(token, 'the timestamp'), signer, material);
  }
  return undefined;
}

/** A signature over the signature (RFC 2985, 5.3.6). */
function countersignatureOf(
  authority: SignerInfo,
  signer: SignerInfo,
  material: ChainMaterial,
): Timestamp {
  const attributes = authority.signedAttributes?.attributes ?? [];
  const time = timeOf(attributeValue(attributes, SIGNING_TIME), 'the time of the timestamp');
  return {
    kind: 'countersignature',
    time,
    ...verifiedBy(authority, signer.signature, material, time, verifyCountersigner),
  };
}

/** A TimeStampToken over the signature (RFC 3161, 2.4.2). */
function tokenOf(token: SignedData, signer: SignerInfo, { anchors }: ChainMaterial): Timestamp {
  const [authority] = token.signers;
  if (token.contentType !== TST_INFO || !authority) {
    throw new Asn1Error('the timestamp is not a signed TSTInfo');
  }
  const info = decodeBer(token.signedOctets, 'TSTInfo', { values: MAXIMUM_TST_INFO_VALUES });
  // version, policy, messageImprint, serialNumber, genTime ...
  const [, , messageImprint, , genTime] = elementsOf('SEQUENCE', info, 'TSTInfo');
  const [algorithm, hashed] = elementsOf('SEQUENCE', messageImprint, 'the message imprint');
  const imprintAlgorithm = digestAlgorithmOf(algorithm, 'the algorithm of the message imprint');
  const time = timeOf(genTime, 'the time of the timestamp');
  const material = { certificates: token.certificates, anchors };
  const verified = verifiedBy(authority, token.signedOctets, material, time, verifySigner);
  const isOfSignature = digest(imprintAlgorithm, signer.signature).equals(
    octetsOf(hashed, 'the message imprint'),
  );
  return {
    kind: 'RFC 3161',
    time,
    ...verified,
    ...(isOfSignature ? {} : { flaw: 'it was made for another signature' }),
  };
}

/**
 * Windows verifies timestamps in user mode, also those of drivers. If the timestamp's authority is
 * also the signer's, its chain does not go through the cross-certificate that came for the kernel
 * and may have expired since. Oracle's VBoxUSB of 2021-10-18 is signed like this.
 */
function verifiedBy(
  authority: SignerInfo,
  signedOctets: Uint8Array,
  material: ChainMaterial,
  time: number,
  verify: typeof verifySigner,
): Pick<Timestamp, 'digestAlgorithm' | 'chain' | 'flaw'> {
  const chain = timeStampingChain(certificateOfSigner(authority, material.certificates), material);
  const [certificate] = chain.certificates;
  const standing = certificate && verify(authority, certificate, signedOctets);
  const flaw = standing ? flawOf(chain, standing, time) : MISSING_AUTHORITY;
  return {
    digestAlgorithm: authority.digestAlgorithm,
    chain,
    ...(flaw === undefined ? {} : { flaw }),
  };
}

/** What is wrong with the signature of an authority. */
function flawOf(
  chain: CertificateChain,
  standing: SignerStanding,
  time: number,
): string | undefined {
  if (!standing.isContentIntact) return 'it was made for another signature';
  if (standing.signature !== 'valid')
    return `the signature of its authority is ${standing.signature}`;
  if (!allows(chain, TIME_STAMPING)) return 'its authority is not one for timestamps';
  const invalid = chain.certificates.find((item) => !isValidAt(item, time));
  if (invalid) return `the certificate "${invalid.subject.text}" was not valid at the time`;
  return chain.flaw;
}
