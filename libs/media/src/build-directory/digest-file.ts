import { basename } from 'node:path';
import { InputError, unusableState } from '@aero-guest-tools/diagnostics';
import { readStateFile } from './state-file';

/**
 * The file beside an image that holds the SHA-256 that the image's task computed. The image may
 * since have passed through a cache. `sha256sum -c` reads the file.
 */
export function digestFileOf(image: string): string {
  return `${image}.sha256`;
}

/** The text of a digest file, as sha256sum (GNU coreutils) writes it for a binary file. */
export function formatDigestFile(image: string, sha256: string): string {
  return `${sha256} *${basename(image)}\n`;
}

/**
 * Reads the SHA-256 that a task has recorded for an image.
 *
 * @param task The task that makes the image.
 * @returns Lower-case hexadecimal.
 * @throws InputError if there is no digest file, or it is not the one of that image.
 */
export async function readDigestFile(image: string, task: string): Promise<string> {
  const file = digestFileOf(image);
  const text = Buffer.from(await readStateFile(file, task)).toString();
  const [, sha256] = /^([0-9a-f]{64}) /.exec(text) ?? [];
  if (sha256 === undefined || text !== formatDigestFile(image, sha256)) {
    throw new InputError(
      unusableState(file, task, {
        expected: formatDigestFile(basename(image), '<sha256>').trimEnd(),
      }),
    );
  }
  return sha256;
}
