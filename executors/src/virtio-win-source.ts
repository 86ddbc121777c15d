import { InputError } from '@aero-guest-tools/diagnostics';
import type { ExecutorContext } from '@nx/devkit';

/** A virtio-win image as the user named it. */
export interface VirtioWinSource {
  /** A path or a `file:` URL. */
  readonly source: string;
  /** Absolute; what a relative path is relative to. */
  readonly baseDirectory: string;
}

/**
 * The image that the option or VIRTIO_WIN_ISO names. An option is relative to the workspace root,
 * what stands in the environment is relative to the directory that `nx` was called in.
 *
 * @throws InputError if neither names one.
 */
export function virtioWinSource(
  option: string | undefined,
  context: ExecutorContext,
): VirtioWinSource {
  if (option !== undefined) return { source: option, baseDirectory: context.root };
  const { VIRTIO_WIN_ISO: fromEnvironment } = process.env;
  if (fromEnvironment !== undefined && fromEnvironment !== '') {
    return { source: fromEnvironment, baseDirectory: context.cwd };
  }
  throw new InputError({
    message: 'no virtio-win image was named',
    found: 'neither the option source nor the environment variable VIRTIO_WIN_ISO',
    expected: 'a virtio-win.iso, or the directory that one was extracted to',
    remedy:
      'set VIRTIO_WIN_ISO to its path; https://fedorapeople.org/groups/virt/virtio-win/ has them, and 0.1.173 is the newest with drivers for Windows 7',
  });
}
