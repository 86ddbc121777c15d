import { extname } from 'node:path';
import { formatList, type Problem } from '@aero-guest-tools/diagnostics';
import type { SigningPolicy } from '../options/signing-policy';

/** The directory of certificates on the media. */
export const CERTIFICATES = 'certs/';

const CERTIFICATE_EXTENSIONS = new Set(['.cer', '.crt', '.p7b']);

/** Whether a file is a certificate, by its name. (Packager rules, 4. What is included.) */
export function isCertificate(path: string): boolean {
  return CERTIFICATE_EXTENSIONS.has(extname(path).toLowerCase());
}

/** Whether a file of the media is one of the certificates in `certs/`. */
export function isStagedCertificate({ path }: { readonly path: string }): boolean {
  return path.startsWith(CERTIFICATES) && isCertificate(path);
}

/**
 * The problem of a file that does not belong in `certs/`, which holds only certificates and
 * `README.md`.
 */
export function notACertificate(file: string): Problem {
  return {
    file,
    id: 'certs.not-a-certificate',
    message: 'only certificates belong in certs/',
    expected: '*.cer, *.crt, *.p7b or README.md',
    remedy: 'move it out of certs/',
  };
}

/** Where the certificates for the media are. */
export interface CertificatesPlace {
  /** Absolute. */
  readonly directory: string;
  /** Whether they came with the drivers, or were named for them, and so take the place of those of the payload. */
  readonly cameWithDrivers: boolean;
}

/**
 * Whether the certificates are those that the signing policy asks for: `test` needs at least one, the
 * others refuse any. (Packager rules, 4. What is included.)
 *
 * @param place Where the certificates are.
 * @param names Of the certificates.
 */
export function signingPolicyProblems(
  { directory, cameWithDrivers }: CertificatesPlace,
  names: readonly string[],
  policy: SigningPolicy,
): readonly Problem[] {
  if (policy === 'test' && names.length === 0) {
    return [
      {
        file: directory,
        id: 'policy.certificate-missing',
        message: 'signing policy "test" needs the certificate that the drivers are signed with',
        found: 'no certificate',
        expected: 'at least one *.cer, *.crt or *.p7b',
        remedy: 'put the certificate there, or choose signing policy "production" or "none"',
        action: 'name-certificates',
      },
    ];
  }
  if (policy !== 'test' && names.length > 0) {
    return [
      {
        file: directory,
        id: 'policy.certificate-not-wanted',
        message: `signing policy "${policy}" does not allow certificates on the media`,
        found: formatList(names),
        expected: 'no certificate',
        remedy: cameWithDrivers
          ? 'choose signing policy "test", or use the drivers without the certificates that came with them'
          : 'remove them, or choose signing policy "test"',
      },
    ];
  }
  return [];
}
