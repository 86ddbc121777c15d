import { fileInMemory, type MemoryFile } from '@aero-guest-tools/file-tree';
import { publisherCertificates } from '../certificates/publisher-certificates';
import type { ManifestFacts } from '../manifest/manifest';
import { autounattendFragment, AUTOUNATTEND_FRAGMENT_PATH } from './autounattend-fragment';
import { generateMediaCmd, MEDIA_CMD_PATH } from './media-cmd';

/**
 * The files that are generated when the media are staged, besides the manifest: the facts that the
 * guest's scripts need, the publishers' certificates, and the answer file fragment if Windows Setup
 * is given drivers.
 *
 * @throws InputError as {@link generateMediaCmd}.
 */
export function generatedFiles(
  facts: Pick<ManifestFacts, 'version' | 'buildId' | 'target' | 'drivers'>,
  { setupDrivers = false }: { readonly setupDrivers?: boolean | undefined } = {},
): readonly MemoryFile[] {
  return [
    fileInMemory(MEDIA_CMD_PATH, Buffer.from(generateMediaCmd(facts))),
    ...(setupDrivers
      ? [fileInMemory(AUTOUNATTEND_FRAGMENT_PATH, Buffer.from(autounattendFragment(facts)))]
      : []),
    ...publisherCertificates(facts.drivers).map(({ path, contents }) =>
      fileInMemory(path, contents),
    ),
  ];
}
