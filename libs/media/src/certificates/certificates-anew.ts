import { InputError, type Problem } from '@aero-guest-tools/diagnostics';
import { readContents } from '@aero-guest-tools/file-tree';
import { sourceInMemory, type MediaSource } from '../files/media-source';
import { certificatesAlone, MAXIMUM_CERTIFICATE_FILE_SIZE } from './certificate-encoding';
import { isStagedCertificate } from './certificate-file';

const CERTIFICATE_FILE = {
  description: 'the certificate',
  maximumSize: MAXIMUM_CERTIFICATE_FILE_SIZE,
};

/**
 * The certificates among the files of the media as they go there, see {@link certificatesAlone}; other files as they are.
 *
 * @throws InputError with every file of that name that holds no certificate.
 */
export async function certificatesAnew(
  files: readonly MediaSource[],
): Promise<readonly MediaSource[]> {
  const problems: Problem[] = [];
  const written: MediaSource[] = [];
  for (const file of files) {
    try {
      written.push(isStagedCertificate(file) ? await writtenAnew(file) : file);
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      problems.push(...error.diagnostics);
    }
  }
  if (problems.length > 0) throw new InputError(problems);
  return written;
}

async function writtenAnew(file: MediaSource): Promise<MediaSource> {
  const bytes = await readContents(file, CERTIFICATE_FILE, file.place);
  return sourceInMemory(file.path, certificatesAlone(bytes, file.path));
}
