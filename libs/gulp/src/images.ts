import { basename } from 'node:path';
import type { Transform } from 'node:stream';
import type { Diagnostic } from '@aero-guest-tools/diagnostics';
import { volumeIdentifierWarnings } from '@aero-guest-tools/iso9660/volume-identifier';
import { buildDirectory, parseSourceDateEpoch } from '@aero-guest-tools/media';
import { isoImage, zipArchive } from '@aero-guest-tools/media/transforms';
import { fileTransform, through } from './file-transform';

interface MakeImageOptions {
  /** Seconds since 1970-01-01 00:00:00 UTC; a text is parsed like SOURCE_DATE_EPOCH. */
  readonly sourceDateEpoch: number | string;
}

export interface MakeZipOptions extends MakeImageOptions {
  /**
   * The most threads that compress, if there is enough to compress; default: only the calling
   * thread.
   */
  readonly workers?: number;
}

export interface MakeIsoOptions extends MakeImageOptions {
  /** Converted to upper case and cut to 32 characters of `A-Z`, `0-9` and `_`. */
  readonly volumeId: number | string;
  /** Receives the warnings. */
  readonly warn?: (warning: Diagnostic) => void;
}

const { iso, zip } = buildDirectory('');

/**
 * The task `make-iso`: turns all files into one, `aero-guest-tools.iso`, which is written while its
 * contents are read.
 */
export function makeIso(options: MakeIsoOptions): Transform {
  return fileTransform(async function* (files) {
    const sourceDateEpoch = time(options);
    const volumeId = String(options.volumeId);
    for (const warning of volumeIdentifierWarnings(volumeId)) options.warn?.(warning);
    yield* through(files, isoImage(basename(iso), { volumeId, sourceDateEpoch }));
  });
}

/**
 * The task `make-zip`: turns all files into one, `aero-guest-tools.zip`, which is written while its
 * contents are read.
 */
export function makeZip(options: MakeZipOptions): Transform {
  return fileTransform(async function* (files) {
    const { workers = 0 } = options;
    yield* through(files, zipArchive(basename(zip), { sourceDateEpoch: time(options), workers }));
  });
}

function time({ sourceDateEpoch }: MakeImageOptions): number {
  return parseSourceDateEpoch(String(sourceDateEpoch), 'the option sourceDateEpoch');
}
