import { resolve, sep } from 'node:path';
import { writeFileAtomically } from '@aero-guest-tools/atomic-output';
import { InputError } from '@aero-guest-tools/diagnostics';
import { describeMedium } from '@aero-guest-tools/media-description';
import { REPORT_NAME, reportPage } from '@aero-guest-tools/media-report';
import { Argument, Command } from 'commander';
import { pathArgument } from '../arguments';
import type { CommonOptions, Program, ProgramContext } from '../program';
import type { ProgramOutput } from '../program-output';

/** The command line of `aero-guest-tools report`, as the user wrote it. */
export interface ReportOptions {
  readonly media: string;
  readonly out: string;
  readonly sbom?: string;
}

const HELP = `
Verifies the media against the manifest on them, and checks their drivers as a
build does. The page says what a build would refuse today.`;

/** Describes existing media. */
export const reportCommand: Program<ReportOptions> = {
  command: () =>
    new Command('aero-guest-tools report')
      .description(
        'Writes a page about driver media: which drivers, from where, and who signed them.',
      )
      .addArgument(
        new Argument('<media>', 'the ISO, the zip, or a directory with the same files').argParser(
          pathArgument,
        ),
      )
      .option('--out <file>', 'write the page to this file', pathArgument, REPORT_NAME)
      .option(
        '--sbom <file>',
        'write a bill of materials (CycloneDX 1.6) to this file',
        pathArgument,
      )
      .addHelpText('after', HELP),
  run: report,
};

async function report(
  { media, out, sbom, json }: ReportOptions & CommonOptions,
  { workingDirectory, progress }: ProgramContext,
): Promise<ProgramOutput> {
  const medium = resolve(workingDirectory, media);
  for (const path of [out, sbom]) {
    if (path !== undefined) refuseInMedia(medium, resolve(workingDirectory, path), path);
  }
  progress(`reading ${media}`);
  const description = await describeMedium(medium);
  await writeFileAtomically(resolve(workingDirectory, out), reportPage(description));
  if (sbom !== undefined) {
    const { billOfMaterials } = await import('@aero-guest-tools/bill-of-materials');
    await writeFileAtomically(resolve(workingDirectory, sbom), billOfMaterials(description));
  }
  return json
    ? { media, report: out, sbom: sbom ?? null, diagnostics: description.diagnostics }
    : [out, sbom].filter((path) => path !== undefined);
}

/** The output would replace the media, or be an extra file on them. */
function refuseInMedia(medium: string, path: string, named: string): void {
  if (path !== medium && !path.startsWith(medium + sep)) return;
  throw new InputError({
    file: named,
    id: 'cli.output-in-media',
    message: 'the output would be written over the media, or among their files',
    expected: 'a path elsewhere',
    remedy: 'name another file',
  });
}
