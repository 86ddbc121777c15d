import type { Transform } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { Diagnostic } from '@aero-guest-tools/diagnostics';
import type { DriverReport } from '@aero-guest-tools/packaging-spec';
import { objectTransform } from 'through2';
import type { SigningDecision } from '../apply-signing-policy';
import { checkedSignatures } from '../checked-signatures';
import { mediaPathOf, type MediaFile } from '../media-file';

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
  return objectTransform(async function* (files: AsyncIterable<MediaFile>) {
    const held: MediaFile[] = [];
    for await (const file of files) held.push(file);
    const readable = held.map((file) => ({
      path: mediaPathOf(file),
      read: () => buffer(file.openContents()),
    }));
    for (const warning of await checkedSignatures(drivers, readable, decision)) warn(warning);
    yield* held;
  });
}
