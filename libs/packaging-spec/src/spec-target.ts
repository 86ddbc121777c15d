// A separate entry point, `@aero-guest-tools/packaging-spec/spec-target`: code that only needs the
// target does not have to load the parser of specs.
import {
  DEFAULT_GUEST_TARGET,
  guestTarget,
  windowsTarget,
  type GuestTarget,
} from '@aero-guest-tools/windows-target';
import type { TargetJson } from './spec-schema';

export type { TargetJson };

/**
 * The guests that a spec is for. Without a target it is for Windows 7, x86 and amd64. Without
 * architectures it is for those on which its Windows is usually installed.
 *
 * @param json As the schema has accepted it.
 */
export function specTarget(json: TargetJson | undefined): GuestTarget {
  if (json === undefined) return DEFAULT_GUEST_TARGET;
  return guestTarget(windowsTarget(json.windows), json.architectures);
}
