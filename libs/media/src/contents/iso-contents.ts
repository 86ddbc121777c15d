import {
  createFileReadStream,
  listImage,
  openFileSource,
  openIso9660Image,
} from '@aero-guest-tools/iso9660/read';
import { digest, type Digest } from '../digest';
import type { MediaContents } from './media-contents';

/**
 * Reads every file of an ISO 9660 image.
 *
 * @throws Iso9660Error if it is not one, or is damaged.
 */
export async function listIsoContents(path: string): Promise<MediaContents> {
  const source = await openFileSource(path);
  try {
    const image = await openIso9660Image(source);
    const contents = new Map<string, Digest>();
    for await (const entry of listImage(image)) {
      if (entry.kind !== 'file') continue;
      contents.set(entry.path, await digest(createFileReadStream(image, entry)));
    }
    return contents;
  } finally {
    await source.close();
  }
}
