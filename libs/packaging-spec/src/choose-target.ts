// A separate entry point, `@aero-guest-tools/packaging-spec/choose-target`.
import { architectureProblem } from './architecture-problem';
import type { JsonValue } from '@aero-guest-tools/canonical-json';
import { InputError } from '@aero-guest-tools/diagnostics';
import {
  guestTarget,
  windowsTarget,
  type Architecture,
  type GuestTarget,
} from '@aero-guest-tools/windows-target';

/** The guests that the media are for, overriding those of a packaging spec. */
export interface TargetChoice {
  /** The id of a Windows. Default: the one in the spec. */
  readonly windows?: string | undefined;
  /** Default: those of the spec, or those of the Windows if another Windows is chosen. */
  readonly architectures?: readonly string[] | undefined;
}

/**
 * A packaging spec for the chosen guests.
 *
 * @param spec A parsed spec.
 * @param target The target of the spec.
 * @returns The spec itself, if it is for these guests already.
 * @throws InputError if there is no such Windows, or if it does not exist for an architecture.
 */
export function chooseTarget(
  spec: JsonValue,
  target: GuestTarget,
  { windows: id, architectures }: TargetChoice,
): JsonValue {
  const windows = id === undefined ? target.windows : windowsTarget(id);
  const known: readonly string[] = windows.architectures;
  const unknown = architectures?.filter((one) => !known.includes(one)) ?? [];
  if (unknown.length > 0) {
    throw new InputError(architectureProblem(windows, unknown.join(', ')));
  }
  const ofSpec = windows === target.windows ? target.architectures : undefined;
  const chosen = guestTarget(
    windows,
    (architectures as readonly Architecture[] | undefined) ?? ofSpec,
  );
  const isSame =
    chosen.windows === target.windows &&
    chosen.architectures.join() === target.architectures.join();
  if (isSame) return spec;
  return {
    ...(spec as { readonly [name: string]: JsonValue }),
    target: { windows: windows.id, architectures: [...chosen.architectures] },
  };
}
