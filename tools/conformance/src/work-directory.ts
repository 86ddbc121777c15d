import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Runs something that needs an empty directory, which is gone afterwards.
 *
 * @param parent Where the directory is made; made itself if it is missing.
 */
export async function inWorkDirectory<T>(
  action: (work: string) => Promise<T>,
  parent: string = tmpdir(),
): Promise<T> {
  await mkdir(parent, { recursive: true });
  const work = await mkdtemp(join(parent, 'conformance-'));
  try {
    return await action(work);
  } finally {
    await rm(work, { recursive: true, force: true });
  }
}
