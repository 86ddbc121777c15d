import { readTree } from '../../tree-on-disk';
import type { ShownImage } from '../reader';

/** Everything in an image that is mounted on a directory; ends with unmounting it. */
export async function readMounted(
  directory: string,
  unmount: () => Promise<unknown>,
): Promise<ShownImage> {
  try {
    const tree = await readTree(directory, false);
    return { listed: [...tree.files.map(({ path }) => path), ...tree.directories], tree };
  } finally {
    await unmount();
  }
}
