import type { Certificate } from './certificate';
import { codeSigningChain, type CertificateChain } from './certificate-chain';
import type { DigestAlgorithm } from './digest-algorithm';
import { signedDataOf, type SignedData, type SignerInfo } from './signed-data';
import { timestampOf, type Timestamp } from './timestamp';
import type { TrustAnchor } from './trust-anchor';
import type { SignatureStanding } from './verify-signature';
import { certificateOfSigner, verifySigner } from './verify-signer';

/** A signature over a catalog or an executable, read and verified. */
export interface Signature {
  readonly digestAlgorithm: DigestAlgorithm;
  /** Absent if the certificate of the signer did not come with the signature. */
  readonly signer?: Certificate;
  /** Whether the contents are those that were signed. */
  readonly isContentIntact: boolean;
  /** Whether the key of the signer made the signature. */
  readonly standing: SignatureStanding;
  readonly chain: CertificateChain;
  readonly timestamp?: Timestamp;
  /** Further signatures, which Windows 7 sees only with its updates. */
  readonly nested: readonly NestedSignature[];
}

/** A signature in an attribute of another one, over contents of its own. */
export interface NestedSignature extends Signature {
  /** What it signs. The caller must check whether that is what the outer signature signs. */
  readonly signedData: SignedData;
}

/** SPC_NESTED_SIGNATURE: SignedData in an unsigned attribute. */
const NESTED_SIGNATURE = '1.3.6.1.4.1.311.2.4.1';

/**
 * Verifies the signature of signed data. Of several signers the first counts, as for Windows.
 *
 * @param anchors The roots that are trusted.
 * @returns Undefined if nobody signed it.
 * @throws Asn1Error if a timestamp or a nested signature is malformed.
 */
export function signatureOf(
  signedData: SignedData,
  anchors: readonly TrustAnchor[],
): Signature | undefined {
  const [signer] = signedData.signers;
  if (!signer) return undefined;
  const { certificates, signedOctets } = signedData;
  const certificate = certificateOfSigner(signer, certificates);
  const standing = certificate && verifySigner(signer, certificate, signedOctets);
  const timestamp = timestampOf(signer, { certificates, anchors });
  return {
    digestAlgorithm: signer.digestAlgorithm,
    ...(certificate === undefined ? {} : { signer: certificate }),
    isContentIntact: standing?.isContentIntact ?? false,
    standing: standing?.signature ?? 'unknown',
    chain: codeSigningChain(certificate, { certificates, anchors }),
    ...(timestamp === undefined ? {} : { timestamp }),
    nested: nestedSignatures(signer, anchors),
  };
}

function nestedSignatures(
  { unsignedAttributes }: SignerInfo,
  anchors: readonly TrustAnchor[],
): readonly NestedSignature[] {
  return unsignedAttributes
    .filter(({ type }) => type === NESTED_SIGNATURE)
    .flatMap(({ values }) => values)
    .flatMap((value): readonly NestedSignature[] => {
      const signedData = signedDataOf(value, 'the nested signature');
      const signature = signatureOf(signedData, anchors);
      return signature === undefined ? [] : [{ ...signature, signedData }];
    });
}
