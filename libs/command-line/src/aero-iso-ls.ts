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
The paths begin with / and are sorted by their bytes. A directory is listed only
if it is empty, with a / after its name. With --json, each file has its size in
bytes, its extent (the logical block at which its contents begin; null if it is
empty), and the SHA-256 of its contents. The program uses Rock Ridge names if the
image has them, else Joliet names, else plain ISO 9660 names.

Oddities are warnings, and the rest is listed: two entries of the same name, a
directory that cannot be read, other names that show a different tree, missing
padding. An image is refused if it ends in the middle of a file, or if its UDF
file system has files that ISO 9660 does not have.`;

/** Lists the contents of an ISO 9660 image (packager rules, 10. Command lines). */
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
