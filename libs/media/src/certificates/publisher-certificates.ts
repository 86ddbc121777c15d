import { createHash } from 'node:crypto';
import { compareBytes } from '@aero-guest-tools/file-tree';
import type { DriverReport } from '@aero-guest-tools/packaging-spec';

/** The folder of the media for them, apart from the certificates that the policy `test` trusts. */
export const PUBLISHERS_DIRECTORY = 'certs/publishers';

/** A certificate, as a file of the media. */
export interface PublisherCertificate {
  /** On the media, components joined by `/`. */
  readonly path: string;
  /** In DER. */
  readonly contents: Uint8Array;
}

/** Whether a file of the media is one of the certificates of {@link publisherCertificates}. */
export function isPublisherCertificate(path: string): boolean {
  return path.toLowerCase().startsWith(`${PUBLISHERS_DIRECTORY}/`);
}

/**
 * The certificates that the drivers' catalogs are signed with, each once, in DER. Each is named by
 * its thumbprint: the SHA-1 of the certificate, as Windows shows it. `setup.cmd /trustpublisher`
 * puts them into the TrustedPublisher store, so that Windows does not ask about the publisher. They
 * add no trust: a chain must still lead to a root that Windows trusts already.
 *
 * @param drivers As validate-spec has found them.
 * @returns In byte order of the path.
 */
export function publisherCertificates(
  drivers: readonly DriverReport[],
): readonly PublisherCertificate[] {
  const encodings = new Set(
    drivers.flatMap(({ signing }) =>
      (signing?.catalogs ?? []).flatMap(({ signerCertificate }) => signerCertificate ?? []),
    ),
  );
  return Array.from(encodings, (base64) => {
    const contents = Buffer.from(base64, 'base64');
    const thumbprint = createHash('sha1').update(contents).digest('hex').toUpperCase();
    return { path: `${PUBLISHERS_DIRECTORY}/${thumbprint}.cer`, contents };
  }).toSorted((a, b) => compareBytes(a.path, b.path));
}
