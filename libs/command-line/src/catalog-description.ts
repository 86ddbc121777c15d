import {
  digestName,
  microsoftSignatureOf,
  type Catalog,
  type CatalogMember,
  type Certificate,
  type CertificateChain,
  type Signature,
  type Timestamp,
} from '@aero-guest-tools/catalog';
import type { JsonOutput } from './program-output';

/** A catalog's contents and signer for people, one fact per line. */
export function catalogLines(catalog: Catalog): readonly string[] {
  const { signature, attributes, members, version } = catalog;
  return [
    ...(signature ? signatureLines(signature) : ['signature  none: nobody signed the catalog']),
    `catalog    version ${String(version)}, made ${moment(catalog.thisUpdate)}`,
    ...attributes.map(({ name, value }) => `${name.padEnd(10)} ${value}`),
    ...members.map((member) => `member     ${memberText(member)}`),
  ];
}

function signatureLines(signature: Signature): readonly string[] {
  const { digestAlgorithm, signer, chain, timestamp, nested } = signature;
  const standing = signature.isContentIntact ? signature.standing : 'of other contents';
  const microsoft = microsoftSignatureOf(chain);
  const missing = 'a certificate that is not in the catalog';
  return [
    `signer     ${signer?.subject.text ?? missing}${signer ? ` (${signer.key})` : ''}`,
    `signature  ${digestName(digestAlgorithm)}, ${standing}${microsoft === undefined ? '' : `, ${microsoft}`}`,
    `timestamp  ${timestamp ? timestampText(timestamp) : 'none'}`,
    ...chain.certificates.map((certificate) => `chain      ${certificateText(certificate)}`),
    ...(chain.root ? [`           ends in ${chain.root.text}${rootText(chain)}`] : []),
    ...nested.map(
      (item) =>
        `nested     ${digestName(item.digestAlgorithm)}, ${item.standing}, by ${item.signer?.subject.text ?? missing}`,
    ),
  ];
}

function rootText({ anchor, isOfAnotherKey }: CertificateChain): string {
  if (anchor !== undefined) return '';
  return isOfAnotherKey ? ', but by another key than its own' : ', which Windows does not know';
}

function timestampText({ time, kind, digestAlgorithm, chain, flaw }: Timestamp): string {
  const authority = chain.certificates[0]?.subject.commonName ?? 'an unknown signer';
  const standing = flaw === undefined ? '' : `, not valid: ${flaw}`;
  return `${moment(time)} by ${authority} (${kind}, ${digestName(digestAlgorithm)})${standing}`;
}

function certificateText(certificate: Certificate): string {
  const { subject, signatureAlgorithm, notBefore, notAfter } = certificate;
  return `${subject.text} (${signatureAlgorithm.name}, ${day(notBefore)} to ${day(notAfter)})`;
}

function memberText({
  file,
  tag,
  digest,
  digestAlgorithm,
  subject,
  osAttribute,
}: CatalogMember): string {
  const algorithm = digestAlgorithm === undefined ? '' : `${digestName(digestAlgorithm)} `;
  const kind = { 'pe-image': 'Authenticode ', flat: 'flat ' }[subject ?? 'flat'];
  const system = osAttribute === undefined ? '' : `, OSAttr ${osAttribute}`;
  return `${file ?? tag}: ${subject === undefined ? '' : kind}${algorithm}${digest ?? 'no digest'}${system}`;
}

/** The same for programs. Times are in ISO 8601, UTC. */
export function catalogJson(catalog: Catalog): JsonOutput {
  const { version, thisUpdate, attributes, members, signature } = catalog;
  return {
    version,
    made: iso(thisUpdate),
    attributes,
    members: members.map((member) => ({
      file: member.file ?? null,
      tag: member.tag,
      subject: member.subject ?? null,
      digest_algorithm: member.digestAlgorithm ?? null,
      digest: member.digest ?? null,
      page_hashes: member.pageHashes,
      os_attribute: member.osAttribute ?? null,
    })),
    signature: signature === undefined ? null : signatureJson(signature),
  };
}

function signatureJson(signature: Signature): JsonOutput {
  const { digestAlgorithm, isContentIntact, standing, chain, timestamp, nested } = signature;
  return {
    digest_algorithm: digestAlgorithm,
    content_intact: isContentIntact,
    standing,
    chain: chain.certificates.map((certificate) => certificateJson(certificate)),
    root: chain.root?.text ?? null,
    root_known: chain.anchor !== undefined,
    extended_key_usages: chain.extendedKeyUsages ?? null,
    microsoft_signature: microsoftSignatureOf(chain) ?? null,
    timestamp:
      timestamp === undefined
        ? null
        : {
            kind: timestamp.kind,
            time: iso(timestamp.time),
            digest_algorithm: timestamp.digestAlgorithm,
            chain: timestamp.chain.certificates.map((certificate) => certificateJson(certificate)),
            root: timestamp.chain.root?.text ?? null,
            root_known: timestamp.chain.anchor !== undefined,
            flaw: timestamp.flaw ?? null,
          },
    nested: nested.map((item) => signatureJson(item)),
  };
}

function certificateJson(certificate: Certificate): JsonOutput {
  return {
    subject: certificate.subject.text,
    issuer: certificate.issuer.text,
    serial_number: certificate.serialNumber,
    thumbprint: certificate.thumbprint,
    key: certificate.key,
    signature_algorithm: certificate.signatureAlgorithm.name,
    not_before: iso(certificate.notBefore),
    not_after: iso(certificate.notAfter),
  };
}

/** A time in seconds since 1970 in ISO 8601, UTC. */
export function iso(time: number): string {
  return new Date(time * 1000).toISOString();
}

function day(time: number): string {
  return iso(time).slice(0, 10);
}

function moment(time: number): string {
  return `${iso(time).slice(0, 19).replace('T', ' ')} UTC`;
}
