import { join, resolve } from 'node:path';
import type { CheckedAttestation } from '@aero-guest-tools/attestation';
import { InputError } from '@aero-guest-tools/diagnostics';
import { digestOfFile, readSmallFile } from '@aero-guest-tools/file-tree';
import { MANIFEST_NAME } from '@aero-guest-tools/media';
import { verifyMedia, type VerifiedMedia } from '@aero-guest-tools/media/steps/verify-media';
import { Argument, Command } from 'commander';
import { pathArgument } from '../arguments';
import type { CommonOptions, Program, ProgramContext } from '../program';
import type { ProgramOutput } from '../program-output';
import { MAXIMUM_KEY_SIZE } from './accompanying-options';

/** The command line of `aero-guest-tools verify`, as the user wrote it. */
export interface VerifyOptions {
  readonly media: string;
  readonly manifest?: string;
  readonly attestation?: string;
  readonly key?: string;
}

/** In bytes. Attestations of media with ten thousand files have a few million. */
const MAXIMUM_ATTESTATION_SIZE = 16 * 1024 * 1024;

const HELP = `
Reads every file and compares it with the manifest. Media with a file that is
missing, changed or not listed are refused. The manifest on the media only shows
that they are intact. To find out whether they are the published ones, name the
published manifest with --manifest, or the published attestation with
--attestation and the publisher's public key with --key. The attestation has to
name the ISO or the zip, or for a directory, its manifest.json.`;

/** Checks existing media against their manifest. */
export const verifyCommand: Program<VerifyOptions> = {
  command: () =>
    new Command('aero-guest-tools verify')
      .description('Checks driver media against their manifest.')
      .addArgument(
        new Argument('<media>', 'the ISO, the zip, or a directory with the same files').argParser(
          pathArgument,
        ),
      )
      .option(
        '--manifest <file>',
        'a manifest.json from elsewhere (default: the one on the media)',
        pathArgument,
      )
      .option(
        '--attestation <file>',
        'a signed attestation that has to name these media; needs --key',
        pathArgument,
      )
      .option(
        '--key <file>',
        'the public key that the attestation is signed with, ECDSA P-256 or Ed25519 in PEM',
        pathArgument,
      )
      .addHelpText('after', HELP),
  run: verify,
};

async function verify(
  options: VerifyOptions & CommonOptions,
  { workingDirectory, progress }: ProgramContext,
): Promise<ProgramOutput> {
  const named = attestationOptions(options);
  progress(`reading ${options.media}`);
  const verified = await verifyMedia({
    medium: resolve(workingDirectory, options.media),
    manifest:
      options.manifest === undefined ? undefined : resolve(workingDirectory, options.manifest),
    progress,
  });
  const attested = named && (await attestationOf(verified, options, named, workingDirectory));
  return options.json ? asJson(options, verified, attested) : asText(options, verified, attested);
}

/** Attestation and key: neither is of use without the other. */
interface NamedAttestation {
  readonly attestation: string;
  readonly key: string;
}

/** @throws InputError if only one of the options is given. */
function attestationOptions({ attestation, key }: VerifyOptions): NamedAttestation | undefined {
  if (attestation !== undefined && key !== undefined) return { attestation, key };
  if (attestation === undefined && key === undefined) return undefined;
  throw new InputError({
    id: 'cli.attestation-without-key',
    message: 'an attestation is checked with the key of its publisher',
    found: attestation === undefined ? '--key alone' : '--attestation alone',
    expected: '--attestation and --key',
    remedy: 'name both, or neither',
  });
}

async function attestationOf(
  { kind }: VerifiedMedia,
  { media }: VerifyOptions,
  { attestation, key }: NamedAttestation,
  workingDirectory: string,
): Promise<CheckedAttestation> {
  const { checkAttestation, readVerificationKey } = await import('@aero-guest-tools/attestation');
  const read = (path: string, description: string, maximumSize: number): Promise<Uint8Array> =>
    readSmallFile(resolve(workingDirectory, path), { description, maximumSize });
  const publicKey = readVerificationKey(await read(key, 'the key', MAXIMUM_KEY_SIZE), key);
  // A directory is not one file. Its manifest, which is also a subject of the attestation,
  // represents it.
  const path = kind === 'directory' ? join(media, MANIFEST_NAME) : media;
  const { sha256 } = await digestOfFile(resolve(workingDirectory, path));
  const bytes = await read(attestation, 'the attestation', MAXIMUM_ATTESTATION_SIZE);
  return checkAttestation(bytes, attestation, publicKey, { path, sha256 });
}

function asText(
  { media, manifest: elsewhere, attestation = '', key = '' }: VerifyOptions,
  verified: VerifiedMedia,
  attested: CheckedAttestation | undefined,
): readonly string[] {
  const { package: facts, signing_policy: policy } = verified.manifest;
  return [
    `${media}: Aero Guest Tools ${facts.version}, build ${facts.build_id}, signing policy ${policy}`,
    `${String(verified.fileCount)} files are what ${elsewhere ?? 'the manifest on the media'} says`,
    ...(attested === undefined
      ? []
      : [`${attestation}, signed with ${key}, speaks of them as ${attested.subject}`]),
  ];
}

function asJson(
  { media }: VerifyOptions,
  verified: VerifiedMedia,
  attested: CheckedAttestation | undefined,
): ProgramOutput {
  const { kind, manifest, fileCount, size } = verified;
  return {
    media,
    kind,
    package: manifest.package,
    signing_policy: manifest.signing_policy,
    file_count: fileCount,
    size,
    ...(attested === undefined ? {} : { attestation: attested }),
  };
}
