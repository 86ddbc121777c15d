import {
  MAXIMUM_CATALOG_SIZE,
  readCatalog,
  readCertificates,
  vouchesFor,
  type Certificate,
} from '@aero-guest-tools/catalog';
import { formatList, type Problem } from '@aero-guest-tools/diagnostics';
import { readContents, type ReadableFile } from '@aero-guest-tools/file-tree';
import type { DriverReport } from '@aero-guest-tools/packaging-spec';
import { isCertificate } from '../certificates/certificate-file';
import { isPublisherCertificate } from '../certificates/publisher-certificates';
import { driverMediaPath } from '@aero-guest-tools/driver-layout/driver-media-path';

/**
 * Finds signed catalogs that the guest will not trust. It trusts a catalog if the certificate of
 * the signer, or of one of its issuers, is in `certs/`, from where setup installs it. The
 * publishers' certificates that the build adds do not count.
 *
 * @param files All files of the media; catalogs and certificates are read.
 * @throws InputError if a file in `certs/` holds no certificate, or if a certificate file or a
 *   catalog is larger than 16 MiB.
 */
export async function untrustedSignatures(
  drivers: readonly DriverReport[],
  files: readonly ReadableFile[],
): Promise<readonly Problem[]> {
  const signed = new Map(
    drivers.flatMap((driver) =>
      (driver.signing?.catalogs ?? [])
        .filter(({ signer }) => signer !== undefined)
        .map(({ path, signer = '' }) => [driverMediaPath(driver, path), signer] as const),
    ),
  );
  if (signed.size === 0) return [];
  const certificates: Certificate[] = [];
  for (const file of files) {
    const { path } = file;
    if (!path.startsWith('certs/') || !isCertificate(path) || isPublisherCertificate(path)) {
      continue;
    }
    const bytes = await readWithin(file, 'the certificate');
    for (const certificate of readCertificates(bytes, path)) certificates.push(certificate);
  }
  const problems: Problem[] = [];
  for (const file of files) {
    const { path } = file;
    const signer = signed.get(path);
    if (signer === undefined) continue;
    const { signature } = readCatalog(await readWithin(file, 'the catalog'), path);
    if (signature && !certificates.some((certificate) => vouchesFor(certificate, signature))) {
      problems.push(untrusted(path, signer, certificates));
    }
  }
  return problems;
}

function readWithin(file: ReadableFile, description: string): Promise<Uint8Array> {
  return readContents(file, { description, maximumSize: MAXIMUM_CATALOG_SIZE });
}

function untrusted(file: string, signer: string, certificates: readonly Certificate[]): Problem {
  return {
    file,
    id: 'policy.signer-not-on-media',
    message: 'the guest will not trust this driver: the media have no certificate of its signer',
    found: `a signature by ${signer}; the certificates ${formatList(certificates.map(({ subject }) => subject.text))}`,
    expected: 'the certificate of the signer, or of its issuer',
    remedy: 'put it in certs/ of the guest-tools directory',
    action: 'name-certificates',
  };
}
