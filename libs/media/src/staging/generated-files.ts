import { publisherCertificates } from '../certificates/publisher-certificates';
import type { ManifestFacts } from '../manifest/manifest';
import { generateMediaCmd, MEDIA_CMD_PATH } from './media-cmd';

/** A file of the media that is made of what is known of the drivers. */
export interface GeneratedFile {
  /** On the media, components joined by `/`. */
  readonly path: string;
  readonly contents: Uint8Array;
}

/**
 * The files that are generated when the media are staged, besides the manifest: what the scripts of the guest
 * have to know, and the certificates of the publishers.
 *
 * @throws InputError as {@link generateMediaCmd}.
 */
export function generatedFiles(
  facts: Pick<ManifestFacts, 'version' | 'buildId' | 'target' | 'drivers'>,
): readonly GeneratedFile[] {
  return [
    { path: MEDIA_CMD_PATH, contents: Buffer.from(generateMediaCmd(facts)) },
    ...publisherCertificates(facts.drivers),
  ];
}
