import { Readable } from 'node:stream';
import type { DriverSource } from '@aero-guest-tools/driver-source';
import { fileInMemory, type ReadableFile } from '@aero-guest-tools/file-tree';
import Vinyl from 'vinyl';
import { driverPackManifest } from './driver-pack-manifest';
import type { SelectedCertificates, SelectedFile, Selection } from './selection';

/**
 * The selected files, `drivers/{amd64,x86}/<driver>/**`, `licenses/<source>/**` and `certs/**`; last of all
 * `licenses/<source>/driver-pack-manifest.json`.
 *
 * @param source Has to be prepared when they are read; closing it, and the source of the certificates, is up to the caller.
 */
export function driverPackFiles(
  source: DriverSource,
  selection: Selection,
  certificates?: SelectedCertificates,
): readonly ReadableFile[] {
  const manifest = driverPackManifest(source.identity, selection, certificates);
  return [
    ...selection.files.map((file) => openedIn(source, file)),
    ...(certificates?.files ?? []).map((file) => openedIn(certificates?.source ?? source, file)),
    fileInMemory(
      `${selection.noticesDirectory}/driver-pack-manifest.json`,
      Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`, 'utf8'),
    ),
  ];
}

function openedIn(source: DriverSource, file: SelectedFile): ReadableFile {
  const { path, size, sha256 } = file;
  return { path, size, sha256, open: () => source.open(file.source) };
}

/**
 * The files of {@link driverPackFiles} as vinyl objects, which `dest` of vinyl-fs (with `encoding: false`) writes.
 * Contents are streams that open nothing before they are read, and a file is only made when the one before it was taken.
 */
export function driverPack(
  source: DriverSource,
  selection: Selection,
  certificates?: SelectedCertificates,
): Readable {
  return Readable.from(vinylFiles(driverPackFiles(source, selection, certificates)), {
    highWaterMark: 1,
  });
}

/** Paths are relative to the base of the stream, wherever that is written to. */
function* vinylFiles(files: readonly ReadableFile[]): Generator<Vinyl> {
  for (const { path, open } of files) {
    const contents = Readable.from(open(), { objectMode: false });
    yield new Vinyl({ cwd: '/', base: '/', path: `/${path}`, contents });
  }
}
