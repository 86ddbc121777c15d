import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { formatList, InputError } from '@aero-guest-tools/diagnostics';
import { shippedFiles } from '@aero-guest-tools/media/shipped-files';
import { Argument, Command } from 'commander';
import type { CommonOptions, Program } from '../program';
import type { ProgramOutput } from '../program-output';

/** The command line of `aero-guest-tools schema`, as the user wrote it. */
export interface SchemaOptions {
  readonly name?: string;
}

/** The documents that a user writes or reads, with the file names of their schemas. */
const SCHEMAS: readonly { readonly name: string; readonly describes: string }[] = [
  { name: 'packaging-spec', describes: 'which drivers are packaged, and what they must be' },
  { name: 'windows-device-contract', describes: 'the devices of the emulator, and their drivers' },
  { name: 'guest-media', describes: 'what an Nx project builds media from' },
  { name: 'virtio-win-lock', describes: 'the pinned image on a server' },
  { name: 'verification-report', describes: 'what verify.cmd reports in the guest' },
];

const HELP = `
Schemas:
${SCHEMAS.map(({ name, describes }) => `  ${name.padEnd(24)} ${describes}`).join('\n')}

An editor that knows JSON Schema completes and checks a document that names one:
  { "$schema": "./packaging-spec.schema.json", "drivers": [] }`;

/** Prints the JSON Schema of a document. */
export const schemaCommand: Program<SchemaOptions> = {
  command: () =>
    new Command('aero-guest-tools schema')
      .description('Prints the JSON Schema of a document, or lists the schemas.')
      .addArgument(new Argument('[name]', 'the document: packaging-spec, for example'))
      .addHelpText('after', HELP),
  isVerbatim: true,
  run: printSchema,
};

async function printSchema({ name, json }: SchemaOptions & CommonOptions): Promise<ProgramOutput> {
  if (name === undefined) {
    return json
      ? { schemas: SCHEMAS }
      : SCHEMAS.map((schema) => `${schema.name.padEnd(24)} ${schema.describes}`);
  }
  if (!SCHEMAS.some((schema) => schema.name === name)) {
    throw new InputError({
      id: 'cli.unknown-schema',
      message: 'there is no schema of this name',
      found: JSON.stringify(name),
      expected: formatList(SCHEMAS.map((schema) => schema.name)),
      remedy: 'use one of these',
    });
  }
  const text = await readFile(join(shippedFiles().schemaDirectory, `${name}.schema.json`), 'utf8');
  return text.trimEnd().split('\n');
}
