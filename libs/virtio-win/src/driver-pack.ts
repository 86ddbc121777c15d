import { Readable } from 'node:stream';
import Vinyl from 'vinyl';
import { driverPackManifest } from './driver-pack-manifest';
import type { DriverSource } from './driver-source';
import { NOTICES_DIRECTORY, type Selection } from './selection';

/**
 * The selected files as vinyl objects, which `dest` of vinyl-fs (with `encoding: false`) writes as
 * `drivers/{amd64,x86}/<driver>/**` and `licenses/virtio-win/**`; last of all
 * `licenses/virtio-win/driver-pack-manifest.json`. Contents are streams that open nothing before
 * they are read, and a file is only made when the one before it was taken.
 *
 * @param source Stays open until the stream has ended; closing it is up to the caller.
 */
export function driverPack(source: DriverSource, selection: Selection): Readable {
  return Readable.from(driverPackFiles(source, selection), { highWaterMark: 1 });
}

function* driverPackFiles(source: DriverSource, selection: Selection): Generator<Vinyl> {
  for (const file of selection.files) yield vinylFile(file.path, source.open(file.source));
  const manifest = `${JSON.stringify(driverPackManifest(source.image, selection), null, 2)}\n`;
  yield vinylFile(`${NOTICES_DIRECTORY}/driver-pack-manifest.json`, Buffer.from(manifest, 'utf8'));
}

/** A file whose path is relative to the base of the stream, wherever that is written to. */
function vinylFile(path: string, contents: Readable | Buffer): Vinyl {
  const file = { cwd: '/', base: '/', path: `/${path}` };
  return Buffer.isBuffer(contents)
    ? new Vinyl({ ...file, contents })
    : new Vinyl({ ...file, contents });
}
