import type { Transform } from 'node:stream';
import { throwIfErrors } from '@aero-guest-tools/diagnostics';
import { fileOnDisk, type LocatedFile } from '@aero-guest-tools/file-tree';
import { parseSigningPolicy } from '@aero-guest-tools/media';
import { shippedFiles } from '@aero-guest-tools/media/shipped-files';
import {
  isStagedCertificate,
  mediaFileOf,
  mediaPathOf,
  selectPayload,
} from '@aero-guest-tools/media/transforms';
import { fromWorkspace, type WorkspaceOptions } from './declarations';
import { fileTransform } from './file-transform';

export interface PayloadOptions extends WorkspaceOptions {
  /** Holds the scripts, texts, configuration and certificates for the guest. Default: the shipped one. */
  readonly guestToolsDirectory?: string;
  /** `test`, `production` or `none`, or an alias. */
  readonly signingPolicy: string;
}

/**
 * Passes files through, and adds the guest-tools directory's files for the media: scripts, texts,
 * `config/`, `certs/`, `licenses/`, `tools/`. Certificates that arrive before it replace those in
 * `certs/`.
 *
 * @returns A transform that fails with an InputError with everything that is wrong with the
 *   directory.
 */
export function payload(options: PayloadOptions): Transform {
  return fileTransform(async function* (files) {
    const policy = parseSigningPolicy(options.signingPolicy, 'the option signingPolicy');
    const { guestToolsDirectory = shippedFiles().guestToolsDirectory } = options;
    const directory = fromWorkspace(options, guestToolsDirectory);
    const ofDrivers: LocatedFile[] = [];
    for await (const file of files) {
      const path = mediaPathOf(file);
      if (isStagedCertificate({ path }))
        ofDrivers.push({ path, absolutePath: path, size: file.size });
      yield file;
    }
    const selected = await selectPayload(directory, policy, ofDrivers);
    throwIfErrors(selected.problems);
    const come = new Set(ofDrivers.map(({ path }) => path));
    for (const file of selected.files) {
      if (!come.has(file.path)) yield mediaFileOf(fileOnDisk(file));
    }
  });
}
