import { resolve } from 'node:path';
import { openFileSource, openIso9660Image } from '@aero-guest-tools/iso9660/read';
import { Command } from 'commander';
import { pathArgument } from './arguments';
import { contentHashes } from './content-hashes';
import { hashedEntry, listedEntries } from './image-entries';
import type { CommonOptions, Program, ProgramContext, ProgramOutput } from './program';

/** The command line of `aero-iso-ls`, as the user wrote it. */
export interface AeroIsoLsOptions {
  readonly iso: string;
}

const HELP = `
The paths begin with / and are sorted by their bytes. Directories are told by
what they hold; an empty one is listed with a / behind its name. With --json,
each file has its size in bytes, the extent (the logical block at which its
contents begin; null if it is empty), and the SHA-256 of its contents. Of Rock
Ridge, Joliet and plain ISO 9660 names, the first that the image has are taken.`;

/** Lists what is in an ISO 9660 image (packager rules, 10. Command lines). */
export const aeroIsoLs: Program<AeroIsoLsOptions> = {
  command: () =>
    new Command('aero-iso-ls')
      .description('Lists the paths in an ISO 9660 image.')
      .requiredOption('--iso <file>', 'the image (required)', pathArgument)
      .addHelpText('after', HELP),
  run: listImagePaths,
};

async function listImagePaths(
  options: AeroIsoLsOptions & CommonOptions,
  { workingDirectory, progress }: ProgramContext,
): Promise<ProgramOutput> {
  const source = await openFileSource(resolve(workingDirectory, options.iso));
  try {
    const image = await openIso9660Image(source);
    progress('reading the directories');
    const entries = await listedEntries(image);
    if (!options.json) return entries.map(({ listedPath }) => listedPath);
    const contentHash = contentHashes(image);
    const files: unknown[] = [];
    for (const entry of entries) {
      progress(`reading ${entry.listedPath}`);
      files.push(await hashedEntry(entry, contentHash));
    }
    return {
      volume_id: image.volumeId,
      name_space: image.nameSpace,
      logical_block_size: image.logicalBlockSize,
      files,
    };
  } finally {
    await source.close();
  }
}
