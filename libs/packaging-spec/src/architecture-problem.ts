import type { Problem } from '@aero-guest-tools/diagnostics';
import type { WindowsTarget } from '@aero-guest-tools/windows-target';

/**
 * The problem of a Windows that does not exist for an architecture, so that there can be no drivers
 * either.
 */
export function architectureProblem(windows: WindowsTarget, found: string): Problem {
  return {
    id: 'spec.architecture-of-windows',
    message: `there is no ${windows.name} for this architecture`,
    found,
    expected: windows.architectures.join(', '),
    remedy: 'leave the architecture out, or name another Windows',
  };
}
