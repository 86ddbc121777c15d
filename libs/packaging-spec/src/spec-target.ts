// An entry point of its own, `@aero-guest-tools/packaging-spec/spec-target`: what only asks for the target need not
// load what reads specs.
import {
  DEFAULT_GUEST_TARGET,
  guestTarget,
  windowsTarget,
  type GuestTarget,
} from '@aero-guest-tools/windows-target';
import type { TargetJson } from './spec-schema';

export type { TargetJson };

/**
 * The guests that a spec is for. One that names none is for Windows 7, x86 and amd64; one that names no
 * architecture, for those that this Windows is installed for most.
 *
 * @param json As the schema has accepted it.
 */
export function specTarget(json: TargetJson | undefined): GuestTarget {
  if (json === undefined) return DEFAULT_GUEST_TARGET;
  return guestTarget(windowsTarget(json.windows), json.architectures);
}
