import type { BuildDirectory } from '../build-directory/build-directory';
import type { ManifestFacts } from '../manifest/manifest';
import { readManifestFacts, type ManifestFactsOptions } from '../manifest/read-manifest-facts';
import { mediaInputs, type MediaInputsOptions } from './media-inputs';
import { stageFiles, type StagedFiles, type StagingOptions } from './stage-files';

export type StageDirectoryOptions = MediaInputsOptions & ManifestFactsOptions & StagingOptions;

/** The files on the media of a build directory, and the facts in their manifest. */
export interface StagedDirectory extends StagedFiles {
  readonly facts: ManifestFacts;
}

/**
 * Decides what is on the media, from what the earlier tasks have left in a build directory.
 *
 * @throws InputError as {@link mediaInputs} and {@link stageFiles}.
 */
export async function stageDirectory(
  options: StageDirectoryOptions,
  directory: BuildDirectory,
): Promise<StagedDirectory> {
  const facts = await readManifestFacts(options, directory);
  const inputs = await mediaInputs(options, directory, facts.drivers);
  return { facts, ...(await stageFiles(inputs, facts, options)) };
}
