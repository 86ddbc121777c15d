import type { DriverSource } from '@aero-guest-tools/driver-source';
import { fileInMemory, type ReadableFile } from '@aero-guest-tools/file-tree';
import { DRIVER_PACK_MANIFEST, driverPackManifest } from './driver-pack-manifest';
import type { SelectedCertificates, SelectedFile, Selection } from './selection';

/**
 * The selected files, `drivers/{amd64,x86}/<driver>/**`, `licenses/<source>/**` and `certs/**`;
 * last of all `licenses/<source>/driver-pack-manifest.json`. Nothing is opened before it is read.
 *
 * @param source Must be prepared when the files are read. The caller closes it, and the source of
 *   the certificates.
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
      `${selection.noticesDirectory}/${DRIVER_PACK_MANIFEST}`,
      Buffer.from(`${JSON.stringify(manifest, null, 2)}\n`, 'utf8'),
    ),
  ];
}

function openedIn(source: DriverSource, file: SelectedFile): ReadableFile {
  const { path, size, sha256 } = file;
  return { path, size, sha256, open: () => source.open(file.source) };
}
