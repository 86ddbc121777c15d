import type { Transform } from 'node:stream';
import { MANIFEST_NAME, mediaPathOf } from '@aero-guest-tools/media/transforms';
import { fileTransform } from './file-transform';

/** Passes on only `manifest.json`, for the directory that the images are written to. */
export function manifest(): Transform {
  return fileTransform(async function* (files) {
    for await (const file of files) if (mediaPathOf(file) === MANIFEST_NAME) yield file;
  });
}
