import type { Transform } from 'node:stream';
import { throwIfErrors } from '@aero-guest-tools/diagnostics';
import { parseSigningPolicy } from '@aero-guest-tools/media';
import { mediaFileFromDisk, selectPayload } from '@aero-guest-tools/media/transforms';
import { fromWorkspace, type WorkspaceOptions } from './declarations';
import { fileTransform } from './file-transform';

export interface PayloadOptions extends WorkspaceOptions {
  /** Holds the scripts, texts, configuration and certificates for the guest. */
  readonly guestToolsDirectory: string;
  /** `test`, `production` or `none`, or an alias. */
  readonly signingPolicy: string;
}

/**
 * Passes files through, and adds what the guest-tools directory gives to the media: scripts, texts,
 * `config/`, `certs/`, `licenses/`, `tools/`.
 *
 * @returns A transform that fails with an InputError with everything that is wrong with the directory.
 */
export function payload(options: PayloadOptions): Transform {
  return fileTransform(async function* (files) {
    const policy = parseSigningPolicy(options.signingPolicy, 'the option signingPolicy');
    const directory = fromWorkspace(options, options.guestToolsDirectory);
    const selected = await selectPayload(directory, policy);
    throwIfErrors(selected.problems);
    yield* files;
    for (const { path, absolutePath, size } of selected.files) {
      yield mediaFileFromDisk(path, absolutePath, size);
    }
  });
}
