import { pipeline, Readable, type Transform } from 'node:stream';
import type { MediaFile } from '@aero-guest-tools/media/transforms';
import { objectTransform } from 'through2';
import type Vinyl from 'vinyl';
import { adoptFile } from './adopt-file';

/**
 * Makes the transform for a step: vinyl files of any origin go in, and `process` receives them as
 * files whose contents can be opened more than once.
 *
 * Nothing is done before the first file or the end arrives: until the transform is in a pipeline,
 * nobody listens for its errors.
 *
 * @param process An exception that it throws is the error of the transform. Files that it has not
 *   asked for stay in the previous stream, so that back-pressure reaches the source.
 */
export function fileTransform(
  process: (files: AsyncIterable<MediaFile>) => AsyncIterable<Vinyl>,
): Transform {
  const transform: Transform = objectTransform(async function* (files: AsyncIterable<unknown>) {
    const adopted = adoptFiles(files, () => transform.destroyed);
    const first = await adopted.next();
    yield* process(resume(first, adopted));
  });
  return transform;
}

/** Sends files through transforms within a step; throws an error of any of them. */
export function through(
  files: AsyncIterable<Vinyl> | Iterable<Vinyl>,
  ...transforms: readonly Transform[]
): AsyncIterable<Vinyl> {
  const last: unknown = pipeline([Readable.from(files), ...transforms], () => {
    // The error has also destroyed the last stream, and so ends the iteration.
  });
  return last as AsyncIterable<Vinyl>;
}

async function* adoptFiles(
  files: AsyncIterable<unknown>,
  isDestroyed: () => boolean,
): AsyncGenerator<MediaFile> {
  for await (const file of files) {
    const adopted = await adoptFile(file);
    if (adopted !== undefined) yield adopted;
  }
  // If an earlier stream failed, its files seem to end. They must not be mistaken for all files.
  if (isDestroyed()) throw new Error('the stream was destroyed before its last file');
}

async function* resume<T>(first: IteratorResult<T, unknown>, rest: AsyncIterable<T>) {
  if (first.done === true) return;
  yield first.value;
  yield* rest;
}
