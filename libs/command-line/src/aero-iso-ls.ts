import { resolve } from 'node:path';
import { warningDiagnostic } from '@aero-guest-tools/diagnostics';
import { openFileSource, openIso9660Image } from '@aero-guest-tools/iso9660/read';
import { Command } from 'commander';
import { pathArgument } from './arguments';
import { contentHashes } from './content-hashes';
import { hashedEntry, listedEntries } from './image-entries';
import type { CommonOptions, Program, ProgramContext } from './program';
import type { ProgramOutput } from './program-output';

/** The command line of `aero-iso-ls`, as the user wrote it. */
export interface AeroIsoLsOptions {
  readonly iso: string;
}

const HELP = `
The paths begin with / and are sorted by their bytes. Directories are told by
what they hold; an empty one is listed with a / behind its name. With --json,
each file has its size in bytes, the extent (the logical block at which its
contents begin; null if it is empty), and the SHA-256 of its contents. Of Rock
Ridge, Joliet and plain ISO 9660 names, the first that the image has are taken.

An odd place of an image is a warning, and the rest is listed: two entries of
the same name, a directory that cannot be read, names that hold another tree
than those that are taken, missing padding. A file that is not all there is
refused, and so is a UDF file system that has files which ISO 9660 does not
have.`;

/** Lists what is in an ISO 9660 image (packager rules, 10. Command lines). */
export const aeroIsoLs: Program<AeroIsoLsOptions> = {
  command: () =>
    new Command('aero-iso-ls')
      .description('Lists the paths in an ISO 9660 image.')
      .requiredOption('--iso <file>', 'the image (required)', pathArgument)
      .addHelpText('after', HELP),
  isVerbatim: true,
  run: listImagePaths,
};

async function listImagePaths(
  options: AeroIsoLsOptions & CommonOptions,
  { workingDirectory, progress, warn }: ProgramContext,
): Promise<ProgramOutput> {
  const source = await openFileSource(resolve(workingDirectory, options.iso));
  try {
    const image = await openIso9660Image(source);
    progress('reading the directories');
    const { listed, problems } = await listedEntries(image);
    const warnings = problems.map((problem) => warningDiagnostic(problem));
    for (const warning of warnings) warn(warning);
    if (!options.json) return listed.map(({ listedPath }) => listedPath);
    const contentHash = contentHashes(image);
    const files: unknown[] = [];
    for (const entry of listed) {
      progress(`reading ${entry.listedPath}`);
      files.push(await hashedEntry(entry, contentHash));
    }
    return {
      volume_id: image.volumeId,
      name_space: image.nameSpace,
      logical_block_size: image.logicalBlockSize,
      files,
      warnings,
    };
  } finally {
    await source.close();
  }
}
