import { X509Certificate } from 'node:crypto';
import { extname } from 'node:path';
import { readCertificates, unreadableCertificate } from '@aero-guest-tools/catalog';

/** In bytes: a bundle of some hundred certificates. */
export const MAXIMUM_CERTIFICATE_FILE_SIZE = 1024 * 1024;

/**
 * Encodes the certificates of a file again, so that nothing else in the file reaches the media: no
 * private key, comment or revocation list before, between or behind them. (Packager rules, 4. What
 * is included.)
 *
 * One certificate becomes DER. A `*.p7b` becomes a PKCS #7 bundle in DER that holds only
 * certificates. Several certificates under another name stay in PEM, of which Windows reads the
 * first.
 *
 * @param path On the media, for errors too.
 * @throws InputError if the file holds no certificate, or one that is malformed.
 */
export function certificatesAlone(bytes: Uint8Array, path: string): Buffer {
  const certificates = readCertificates(bytes, path).map(({ encoding }) =>
    encodedAnew(encoding, path),
  );
  const [certificate, ...others] = certificates;
  if (extname(path).toLowerCase() === '.p7b') return certificateBundle(certificates);
  if (certificate !== undefined && others.length === 0) return certificate;
  return Buffer.from(certificates.map((der) => new X509Certificate(der).toString()).join(''));
}

/**
 * OpenSSL parses every value of the certificate, rejects anything else, and encodes the values
 * again.
 */
function encodedAnew(encoding: Uint8Array, file: string): Buffer {
  try {
    return new X509Certificate(encoding).raw;
  } catch (error) {
    throw unreadableCertificate(file, error);
  }
}

const TAG = {
  integer: 0x02,
  identifier: 0x06,
  sequence: 0x30,
  set: 0x31,
  explicit0: 0xa0,
} as const;

/** pkcs7-signedData and pkcs7-data: 1.2.840.113549.1.7.2 and .1 (RFC 2315, 14). */
const SIGNED_DATA = Buffer.from('2a864886f70d010702', 'hex');
const DATA = Buffer.from('2a864886f70d010701', 'hex');

/**
 * SignedData without content and signers (RFC 2315, 9.1). Its certificates are a SET OF, so they
 * are in order of their encodings (ITU-T X.690, 11.6).
 */
function certificateBundle(certificates: readonly Buffer[]): Buffer {
  const inOrder = certificates.toSorted((a, b) => Buffer.compare(a, b));
  return encoded(
    TAG.sequence,
    encoded(TAG.identifier, SIGNED_DATA),
    encoded(
      TAG.explicit0,
      encoded(
        TAG.sequence,
        encoded(TAG.integer, Buffer.of(1)),
        encoded(TAG.set),
        encoded(TAG.sequence, encoded(TAG.identifier, DATA)),
        encoded(TAG.explicit0, ...inOrder),
        encoded(TAG.set),
      ),
    ),
  );
}

/** A value in DER: tag, length and contents (ITU-T X.690, 8.1 and 10.1). */
function encoded(tag: number, ...contents: readonly Buffer[]): Buffer {
  const length = contents.reduce((sum, { length: size }) => sum + size, 0);
  const hexadecimal = length.toString(16);
  const octets = Buffer.from(
    hexadecimal.padStart(hexadecimal.length + (hexadecimal.length % 2), '0'),
    'hex',
  );
  const header = length < 0x80 ? [tag, length] : [tag, 0x80 + octets.length, ...octets];
  return Buffer.concat([Buffer.from(header), ...contents]);
}
