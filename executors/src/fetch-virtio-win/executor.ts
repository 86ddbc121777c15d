import { fetchVirtioWinImage } from '@aero-guest-tools/media/steps/fetch-virtio-win';
import type { ExecutorContext } from '@nx/devkit';
import { buildDirectoryOf } from '../build-directory-option';
import { runTask, type TaskResult } from '../run-task';
import { storeDirectory } from '../store-directory';
import { virtioWinSource } from '../virtio-win-source';

export interface FetchVirtioWinOptions {
  readonly buildDirectory: string;
  readonly source?: string;
  readonly sha256?: string;
  readonly store?: string;
}

export default function fetchVirtioWinExecutor(
  options: FetchVirtioWinOptions,
  context: ExecutorContext,
): Promise<TaskResult> {
  return runTask(async () => {
    const { image } = await fetchVirtioWinImage({
      ...virtioWinSource(options.source, context),
      storeDirectory: storeDirectory(options.store, context),
      expectedSha256: options.sha256,
      buildDirectory: buildDirectoryOf(options, context),
    });
    return `${image.volume_id ?? 'extracted virtio-win'}: ${String(image.size)} bytes, sha256 ${image.sha256}`;
  });
}
