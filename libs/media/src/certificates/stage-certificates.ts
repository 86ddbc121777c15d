import { join } from 'node:path';
import { replaceDirectoryAtomically, writeFileAtomically } from '@aero-guest-tools/atomic-output';
import { InputError, type Problem } from '@aero-guest-tools/diagnostics';
import { readSmallFile } from '@aero-guest-tools/file-tree';
import { certificatesAlone, MAXIMUM_CERTIFICATE_FILE_SIZE } from './certificate-encoding';
import { CERTIFICATES } from './certificate-file';

const CERTIFICATE_FILE = {
  description: 'the certificate',
  maximumSize: MAXIMUM_CERTIFICATE_FILE_SIZE,
};

/** A certificate of the media, and where it is on the disk. */
export interface StagedCertificate {
  /** On the media, components joined by `/`. */
  readonly path: string;
  readonly absolutePath: string;
  /** In bytes. */
  readonly size: number;
}

/**
 * Writes certificates as they go on the media: see {@link certificatesAlone}.
 *
 * @param certificates Files of `certs/` that are certificates by their names.
 * @param directory Receives them, in place of what it holds.
 * @returns What was written.
 * @throws InputError with every file that holds no certificate.
 */
export async function stageCertificates(
  certificates: readonly StagedCertificate[],
  directory: string,
): Promise<readonly StagedCertificate[]> {
  const problems: Problem[] = [];
  const staged: StagedCertificate[] = [];
  await replaceDirectoryAtomically(directory, async (temporary) => {
    for (const { path, absolutePath } of certificates) {
      const name = path.slice(CERTIFICATES.length);
      try {
        const bytes = certificatesAlone(await readSmallFile(absolutePath, CERTIFICATE_FILE), path);
        await writeFileAtomically(join(temporary, name), bytes);
        staged.push({ path, absolutePath: join(directory, name), size: bytes.length });
      } catch (error) {
        if (!(error instanceof InputError)) throw error;
        problems.push(...error.diagnostics);
      }
    }
    if (problems.length > 0) throw new InputError(problems);
  });
  return staged;
}
