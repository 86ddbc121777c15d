import { Readable } from 'node:stream';
import type { DriverSource } from '@aero-guest-tools/driver-source';
import Vinyl from 'vinyl';
import { driverPackManifest } from './driver-pack-manifest';
import type { SelectedCertificates, Selection } from './selection';

/**
 * The selected files as vinyl objects, which `dest` of vinyl-fs (with `encoding: false`) writes as
 * `drivers/{amd64,x86}/<driver>/**`, `licenses/<source>/**` and `certs/**`; last of all
 * `licenses/<source>/driver-pack-manifest.json`. Contents are streams that open nothing before they
 * are read, and a file is only made when the one before it was taken.
 *
 * @param source Stays open until the stream has ended; closing it, and the source of the
 *   certificates, is up to the caller.
 */
export function driverPack(
  source: DriverSource,
  selection: Selection,
  certificates?: SelectedCertificates,
): Readable {
  return Readable.from(driverPackFiles(source, selection, certificates), { highWaterMark: 1 });
}

function* driverPackFiles(
  source: DriverSource,
  selection: Selection,
  certificates: SelectedCertificates | undefined,
): Generator<Vinyl> {
  for (const file of selection.files) yield vinylFile(file.path, source.open(file.source));
  for (const file of certificates?.files ?? []) {
    yield vinylFile(file.path, (certificates?.source ?? source).open(file.source));
  }
  const manifest = driverPackManifest(source.identity, selection, certificates);
  yield vinylFile(
    `${selection.noticesDirectory}/driver-pack-manifest.json`,
    Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`, 'utf8'),
  );
}

/** A file whose path is relative to the base of the stream, wherever that is written to. */
function vinylFile(path: string, contents: Readable | Buffer): Vinyl {
  const file = { cwd: '/', base: '/', path: `/${path}` };
  return Buffer.isBuffer(contents)
    ? new Vinyl({ ...file, contents })
    : new Vinyl({ ...file, contents });
}
