import { basename } from 'node:path';
import { Writable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { writeStreamAtomically } from '@aero-guest-tools/atomic-output';
import { InputError } from '@aero-guest-tools/diagnostics';
import { buildDirectory } from '@aero-guest-tools/media';
import {
  MANIFEST_NAME,
  parseManifest,
  publishManifest,
  streamChunks,
  verifiedOrWithdrawn,
  withdrawManifest,
} from '@aero-guest-tools/media/transforms';
import type Vinyl from 'vinyl';
import { fromWorkspace, type WorkspaceOptions } from './declarations';

export interface PackageMediaOptions extends WorkspaceOptions {
  /** Receives ISO, zip and manifest. */
  readonly buildDirectory: string;
}

/**
 * The task `package`, which ends a pipeline: takes ISO, zip and manifest, and writes the two
 * images, each complete or not at all. An older manifest is withdrawn before the first image gets
 * its name. Then it reads the images back, and publishes the manifest under its two names if both
 * hold exactly what it says; otherwise all three are removed.
 *
 * @returns A stream that fails with an InputError if one of the three is missing, or if they
 *   differ.
 */
export function packageMedia(options: PackageMediaOptions): Writable {
  const directory = buildDirectory(fromWorkspace(options, options.buildDirectory));
  const images = new Map([directory.iso, directory.zip].map((path) => [basename(path), path]));
  const missing = new Set([...images.keys(), MANIFEST_NAME]);
  let manifest: Uint8Array = new Uint8Array();

  async function write(file: Vinyl.StreamFile): Promise<void> {
    const contents = streamChunks(file.contents);
    const image = images.get(file.basename);
    if (!missing.delete(file.basename)) throw unexpected(file);
    if (image === undefined) manifest = await buffer(contents);
    else await writeStreamAtomically(image, contents, () => withdrawManifest(directory));
  }

  async function publish(): Promise<void> {
    if (missing.size > 0) throw incomplete([...missing]);
    await verifiedOrWithdrawn(directory, () =>
      publishManifest(directory, parseManifest(manifest, MANIFEST_NAME), manifest),
    );
  }

  return new Writable({
    objectMode: true,
    highWaterMark: 1,
    write(file: Vinyl.StreamFile, _encoding, done) {
      write(file).then(() => {
        done();
      }, done);
    },
    final(done) {
      publish().then(() => {
        done();
      }, done);
    },
  });
}

const REMEDY = 'put tee(makeIso(...), makeZip(...), manifest()) before it';

function unexpected(file: Vinyl): InputError {
  return new InputError({
    file: file.relative,
    id: 'gulp.other-than-media',
    message: 'only ISO, zip and manifest can be packaged',
    expected: 'each of them once',
    remedy: REMEDY,
  });
}

function incomplete(missing: readonly string[]): InputError {
  return new InputError({
    id: 'gulp.media-incomplete',
    message: 'ISO, zip and manifest are needed to package the media',
    found: `no ${missing.join(', no ')}`,
    remedy: REMEDY,
  });
}
