import { writeFileAtomically } from '@aero-guest-tools/atomic-output';
import {
  fetchVirtioWin,
  pinnedImageText,
  type FetchedImage,
  type FetchOptions,
} from '@aero-guest-tools/virtio-win';
import { buildDirectory } from '../build-directory';

export interface FetchVirtioWinImageOptions extends FetchOptions {
  /** Receives `virtio-win.json`. */
  readonly buildDirectory: string;
}

/**
 * The task `fetch-virtio-win`: finds the image, checks its pin, and keeps it in the store. Writes
 * the identity of the image, and nothing that depends on where it was found.
 *
 * @throws InputError if the image is missing, damaged, or not the expected one.
 */
export async function fetchVirtioWinImage(
  options: FetchVirtioWinImageOptions,
): Promise<FetchedImage> {
  const fetched = await fetchVirtioWin(options);
  await writeFileAtomically(
    buildDirectory(options.buildDirectory).virtioWin,
    pinnedImageText(fetched.image),
  );
  return fetched;
}
