import { Asn1Error } from './asn1-error';
import { readCertificate, type Certificate } from './certificate';
import { CatalogError } from './catalog-error';
import { readSignedData } from './signed-data';

const PEM = /-----BEGIN (?:CERTIFICATE|PKCS7)-----([A-Za-z0-9+/=\s]*)-----END/g;

/**
 * Reads the certificates of a file: one in DER, several in PEM, or a PKCS #7 bundle
 * (`*.cer *.crt *.p7b`).
 *
 * @param file Its name in errors.
 * @throws CatalogError if it holds none.
 */
export function readCertificates(bytes: Uint8Array, file: string): readonly Certificate[] {
  try {
    return encodingsIn(bytes).flatMap((der) => certificatesIn(der));
  } catch (error) {
    if (!(error instanceof Asn1Error)) throw error;
    throw unreadableCertificate(file, error);
  }
}

/** The error for a file that does not hold the certificates that its name promises. */
export function unreadableCertificate(file: string, error: unknown): CatalogError {
  return new CatalogError(
    {
      id: 'certs.unreadable',
      file,
      message: 'the certificate cannot be read',
      found: error instanceof Error ? error.message : String(error),
      expected: 'an X.509 certificate in DER or PEM, or a PKCS #7 bundle of them',
      remedy: 'export the certificate again',
    },
    { cause: error },
  );
}

function encodingsIn(bytes: Uint8Array): readonly Uint8Array[] {
  const text = Buffer.from(bytes).toString('latin1');
  const pem = Array.from(text.matchAll(PEM), ([, base64 = '']) => Buffer.from(base64, 'base64'));
  return pem.length > 0 ? pem : [bytes];
}

function certificatesIn(der: Uint8Array): readonly Certificate[] {
  try {
    return [readCertificate(der)];
  } catch (error) {
    if (!(error instanceof Asn1Error)) throw error;
    const { certificates } = readSignedData(der, 'the bundle');
    if (certificates.length === 0) throw error;
    return certificates;
  }
}
