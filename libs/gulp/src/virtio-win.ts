import { Readable } from 'node:stream';
import { driverPack } from '@aero-guest-tools/driver-pack';
import { fetchSource, openSource } from '@aero-guest-tools/driver-source';
import {
  mediaFile,
  mediaFileFromMemory,
  mediaPathOf,
  type MediaFile,
} from '@aero-guest-tools/media/transforms';
import { selectDrivers } from '@aero-guest-tools/virtio-win';
import type Vinyl from 'vinyl';
import { fromWorkspace, readPackagingSpec, type SpecOptions } from './declarations';

export interface VirtioWinOptions extends SpecOptions {
  /** A `virtio-win.iso`, or the directory that one was extracted to: a path or a `file:` URL. */
  readonly source: string;
  /** Where images are kept, once a machine: {@link defaultStoreDirectory}, for example. */
  readonly storeDirectory: string;
  /** The SHA-256 that the image must have. */
  readonly sha256?: string | undefined;
}

/**
 * The tasks `fetch-virtio-win` and `extract-drivers` in one: the drivers that the spec names, as
 * `drivers/{x86,amd64}/<driver>/**`, and the notices, as `licenses/virtio-win/**`. Contents are read
 * out of the image when they are asked for; nothing is extracted.
 *
 * @returns A stream that fails with an InputError if the image is missing, damaged or not the
 *   expected one, or a required driver is missing in it.
 */
export function virtioWin(options: VirtioWinOptions): Readable {
  return Readable.from(driverFiles(options));
}

async function* driverFiles(options: VirtioWinOptions): AsyncGenerator<MediaFile> {
  const spec = await readPackagingSpec(options);
  const location = {
    source: options.source,
    baseDirectory: options.workspaceRoot,
    storeDirectory: fromWorkspace(options, options.storeDirectory),
  };
  const { identity } = await fetchSource({ ...location, expectedSha256: options.sha256 });
  // Not closed at the end of this stream: contents are read long after it, and what is read from a
  // file system holds nothing open in between.
  const source = await openSource({ ...location, identity });
  const selection = selectDrivers(source, spec.drivers, spec.target);
  await source.prepare(selection.files.map((file) => file.source));
  const selected = new Map(selection.files.map((file) => [file.path, file]));
  for await (const file of driverPack(source, selection) as AsyncIterable<Vinyl>) {
    const path = mediaPathOf(file);
    const origin = selected.get(path);
    if (origin) yield mediaFile(path, origin.size, () => source.open(origin.source));
    else yield mediaFileFromMemory(path, file.contents as Buffer);
  }
}
