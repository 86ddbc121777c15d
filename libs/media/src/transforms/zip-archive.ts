import type { Transform } from 'node:stream';
import { writeZip, type ZipOptions } from '@aero-guest-tools/zip';
import { readableFileOf } from '../files/media-file';
import { gather } from './gather';

/** Turns files into one zip archive, written while it is consumed. */
export function zipArchive(name: string, options: ZipOptions): Transform {
  return gather(name, (files) =>
    writeZip(
      files.map((file) => readableFileOf(file)),
      options,
    ),
  );
}
