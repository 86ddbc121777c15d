import type { Problem } from '@aero-guest-tools/diagnostics';
import type { WindowsTarget } from '@aero-guest-tools/windows-target';

/** That a Windows is not made for an architecture, so that there are no drivers either. */
export function architectureProblem(windows: WindowsTarget, found: string): Problem {
  return {
    id: 'spec.architecture-of-windows',
    message: `there is no ${windows.name} for this architecture`,
    found,
    expected: windows.architectures.join(', '),
    remedy: 'leave the architecture out, or name another Windows',
  };
}
