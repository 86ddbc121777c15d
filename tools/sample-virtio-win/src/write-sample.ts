import { writeStreamAtomically, type WrittenFile } from '@aero-guest-tools/atomic-output';
import { layoutImage, writeImage } from '@aero-guest-tools/iso9660/write';
import { sampleVirtioWinFiles } from './sample-files';

/** Volume identifier of the sample image. */
export const SAMPLE_VOLUME_ID = 'VIRTIO_WIN_SAMPLE';

/** 2020-01-01T00:00:00Z, the date of the sample drivers, in seconds since 1970. */
const SAMPLE_TIME = 1_577_836_800;

/**
 * Writes the sample image: ISO 9660 with Joliet, the same bytes on every call.
 *
 * @returns Size and SHA-256 of the image.
 */
export async function writeSampleVirtioWin(imagePath: string): Promise<WrittenFile> {
  const files = sampleVirtioWinFiles().map(({ path, contents }) => ({
    path,
    size: contents.length,
    open: async function* () {
      yield contents;
    },
  }));
  const layout = layoutImage(files, {
    volumeId: SAMPLE_VOLUME_ID,
    sourceDateEpoch: SAMPLE_TIME,
  });
  return writeStreamAtomically(imagePath, writeImage(layout));
}
