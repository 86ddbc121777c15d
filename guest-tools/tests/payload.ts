import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The folder that goes on the media: `guest-tools/`. */
export const payloadDirectory = join(__dirname, '..');

/** The batch files of the payload. */
export const batchFiles = ['setup.cmd', 'uninstall.cmd', 'verify.cmd'] as const;

/** The files that a guest-tools directory has to hold (Packager rules, 4. What is included). */
export const requiredFiles = [
  ...batchFiles,
  'verify.ps1',
  'README.md',
  'THIRD_PARTY_NOTICES.md',
] as const;

/** What explains the folders; read on the media or in the repository. */
export const folderReadmes = ['config/README.md', 'certs/README.md', 'licenses/README.md'] as const;

/** The bytes of a payload file, by its path relative to `guest-tools/`. */
export function payloadBytes(file: string): Buffer {
  return readFileSync(join(payloadDirectory, file));
}

/** The lines of a payload file without their CRLF. */
export function payloadLines(file: string): string[] {
  return payloadBytes(file).toString('latin1').split('\r\n');
}
