import type { Transform } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { Diagnostic } from '@aero-guest-tools/diagnostics';
import type { DriverReport } from '@aero-guest-tools/packaging-spec';
import { mediaPathOf } from '../files/media-file';
import type { SigningDecision } from '../signing/apply-signing-policy';
import { checkedSignatures } from '../signing/checked-signatures';
import { allFiles } from './file-transform';

/**
 * Holds files back until the last one has come, and passes them on if the signatures of the drivers are
 * what the signing policy asks for.
 *
 * @param drivers As validate-spec has found them.
 * @param warn Receives the warnings.
 * @returns A transform that fails with an InputError with every signature that is not.
 */
export function checkSignatures(
  drivers: readonly DriverReport[],
  decision: SigningDecision,
  warn: (warning: Diagnostic) => void,
): Transform {
  return allFiles(async (files) => {
    const readable = files.map((file) => ({
      path: mediaPathOf(file),
      size: file.size,
      read: () => buffer(file.openContents()),
    }));
    for (const warning of await checkedSignatures(drivers, readable, decision)) warn(warning);
    return files;
  });
}
