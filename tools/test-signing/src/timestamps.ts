import { generalizedTime, integer, objectIdentifier, octetString, sequence, utcTime } from './der';
import { digestIdentifier, digestOf, type Digest } from './digests';
import type { Identity } from './identity';
import { attribute, signedData, signerInfo } from './signed-data';

const COUNTERSIGNATURE = '1.2.840.113549.1.9.6';
const SIGNING_TIME = '1.2.840.113549.1.9.5';
const DATA = '1.2.840.113549.1.7.1';
const TIMESTAMP_TOKEN = '1.3.6.1.4.1.311.3.3.1';
const TST_INFO = '1.2.840.113549.1.9.16.1.4';

/**
 * A timestamp as SignTool adds with /t: a countersignature of PKCS #9 (RFC 2985, 5.3.6). The certificates
 * of the authority belong to those of the signature.
 *
 * @param time `YYMMDDhhmmssZ`.
 * @param form `bare-digest`: without `DigestInfo`, as VeriSign, Symantec and Thawte made them.
 */
export function countersignature(
  authority: Identity,
  time: string,
  digest: Digest,
  form: 'digest-info' | 'bare-digest' = 'digest-info',
): (signature: Buffer) => readonly Buffer[] {
  return (signature) => [
    attribute(
      COUNTERSIGNATURE,
      signerInfo(DATA, signature, {
        signer: authority,
        digest,
        isBareDigest: form === 'bare-digest',
        signedAttributes: [attribute(SIGNING_TIME, utcTime(time))],
      }),
    ),
  ];
}

/**
 * A timestamp as SignTool adds with /tr: a token of RFC 3161.
 *
 * @param time `YYMMDDhhmmssZ`.
 * @param form Likewise; nobody makes such tokens.
 */
export function timestampToken(
  authority: Identity,
  time: string,
  digest: Digest,
  form: 'digest-info' | 'bare-digest' = 'digest-info',
): (signature: Buffer) => readonly Buffer[] {
  return (signature) => {
    const info = sequence(
      integer(Buffer.from([1])),
      objectIdentifier('1.2.3.4'), // a policy of its own
      sequence(digestIdentifier(digest), octetString(digestOf(digest, signature))),
      integer(Buffer.from([1])),
      generalizedTime(`20${time}`),
    );
    const token = signedData(TST_INFO, octetString(info), info, {
      signer: authority,
      digest,
      isBareDigest: form === 'bare-digest',
    });
    return [attribute(TIMESTAMP_TOKEN, token)];
  };
}
