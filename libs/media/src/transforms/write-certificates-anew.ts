import { Readable, type Transform } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { InputError, tooLarge } from '@aero-guest-tools/diagnostics';
import {
  certificatesAlone,
  MAXIMUM_CERTIFICATE_FILE_SIZE,
} from '../certificates/certificate-encoding';
import { CERTIFICATES, isCertificate } from '../certificates/certificate-file';
import { mediaPathOf, setContents, type MediaFile } from '../files/media-file';
import { eachFile } from './file-transform';

/**
 * Writes certificates in `certs/` anew, see {@link certificatesAlone}, and passes other files on as they
 * are.
 *
 * @returns A transform that fails with an InputError if a file of that name holds no certificate.
 */
export function writeCertificatesAnew(): Transform {
  return eachFile((file) => {
    const path = mediaPathOf(file);
    return path.startsWith(CERTIFICATES) && isCertificate(path) ? writtenAnew(file, path) : file;
  });
}

async function writtenAnew(file: MediaFile, path: string): Promise<MediaFile> {
  if (file.size > MAXIMUM_CERTIFICATE_FILE_SIZE) {
    throw new InputError(
      tooLarge(path, {
        what: 'the certificate',
        size: file.size,
        limit: MAXIMUM_CERTIFICATE_FILE_SIZE,
        remedy: 'check whether it is the right file',
      }),
    );
  }
  const alone = certificatesAlone(await buffer(file.openContents()), path);
  setContents(Object.assign(file, { size: alone.length }), () => Readable.from([alone]));
  return file;
}
