import type { Transform } from 'node:stream';
import { writeZip } from '@aero-guest-tools/zip';
import { mediaPathOf } from '../media-file';
import { gather } from './gather';

/**
 * Turns files into one zip archive, written while it is consumed.
 *
 * @param options `sourceDateEpoch` in seconds since 1970-01-01 00:00:00 UTC.
 */
export function zipArchive(name: string, options: { readonly sourceDateEpoch: number }): Transform {
  return gather(name, (files) =>
    writeZip(
      files.map((file) => ({
        path: mediaPathOf(file),
        size: file.size,
        open: file.openContents,
      })),
      options,
    ),
  );
}
