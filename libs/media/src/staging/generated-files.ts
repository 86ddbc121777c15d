import { publisherCertificates } from '../certificates/publisher-certificates';
import type { ManifestFacts } from '../manifest/manifest';
import { autounattendFragment, AUTOUNATTEND_FRAGMENT_PATH } from './autounattend-fragment';
import { generateMediaCmd, MEDIA_CMD_PATH } from './media-cmd';

/** A file of the media that is made of what is known of the drivers. */
export interface GeneratedFile {
  /** On the media, components joined by `/`. */
  readonly path: string;
  readonly contents: Uint8Array;
}

/**
 * The files that are generated when the media are staged, besides the manifest: what the scripts of the guest
 * have to know, the certificates of the publishers, and what an answer file for Windows Setup has to say if that is given
 * drivers.
 *
 * @throws InputError as {@link generateMediaCmd}.
 */
export function generatedFiles(
  facts: Pick<ManifestFacts, 'version' | 'buildId' | 'target' | 'drivers'>,
  { setupDrivers = false }: { readonly setupDrivers?: boolean | undefined } = {},
): readonly GeneratedFile[] {
  return [
    { path: MEDIA_CMD_PATH, contents: Buffer.from(generateMediaCmd(facts)) },
    ...(setupDrivers
      ? [{ path: AUTOUNATTEND_FRAGMENT_PATH, contents: Buffer.from(autounattendFragment(facts)) }]
      : []),
    ...publisherCertificates(facts.drivers),
  ];
}
