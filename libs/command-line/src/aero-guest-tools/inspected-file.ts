import { readCatalog, readCertificates, type Certificate } from '@aero-guest-tools/catalog';
import { InputError } from '@aero-guest-tools/diagnostics';
import { parseInf } from '@aero-guest-tools/inf';
import { catalogJson, catalogLines } from '../catalog-description';
import type { JsonOutput } from '../program-output';
import { inspectedInf } from './inspected-inf';

/** The description of a driver's file, for people and for programs. */
export interface InspectedFile {
  readonly lines: readonly string[];
  readonly json: JsonOutput;
}

/**
 * Describes an INF file, a catalog, or certificates, recognised by their contents.
 *
 * @param file As the user named it.
 * @throws InputError if it is none of these.
 */
export function inspectedFile(bytes: Uint8Array, file: string): InspectedFile {
  if (/\.inf$/i.test(file)) return inspectedInf(parseInf(bytes, file));
  if (/\.cat$/i.test(file)) {
    const catalog = readCatalog(bytes, file);
    return {
      lines: [`${file}: a catalog`, ...catalogLines(catalog)],
      json: { file, kind: 'catalog', ...catalogJson(catalog) },
    };
  }
  const certificates = readCertificates(bytes, file);
  if (certificates.length === 0) {
    throw new InputError({
      file,
      id: 'cli.no-certificate',
      message: 'there is no certificate in this file',
      expected: 'certificates in DER, PEM or PKCS #7',
      remedy: 'name another file',
    });
  }
  return {
    lines: [
      `${file}: ${certificates.length === 1 ? 'a certificate' : `${String(certificates.length)} certificates`}`,
      ...certificates.flatMap((certificate) => certificateLines(certificate)),
    ],
    json: {
      file,
      kind: 'certificates',
      certificates: certificates.map((certificate) => ({
        subject: certificate.subject.text,
        issuer: certificate.issuer.text,
        serial_number: certificate.serialNumber,
        thumbprint: certificate.thumbprint,
        key: certificate.key,
        signature_algorithm: certificate.signatureAlgorithm.name,
        not_before: iso(certificate.notBefore),
        not_after: iso(certificate.notAfter),
      })),
    },
  };
}

function certificateLines(certificate: Certificate): readonly string[] {
  const { subject, issuer, notBefore, notAfter, thumbprint, key, signatureAlgorithm } = certificate;
  return [
    `  subject     ${subject.text}`,
    `  issuer      ${subject.text === issuer.text ? 'itself' : issuer.text}`,
    `  valid       ${iso(notBefore).slice(0, 10)} to ${iso(notAfter).slice(0, 10)}`,
    `  key         ${key}, signed by ${signatureAlgorithm.name}`,
    `  thumbprint  ${thumbprint}`,
  ];
}

function iso(time: number): string {
  return new Date(time * 1000).toISOString();
}
