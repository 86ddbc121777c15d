// A separate entry point, `@aero-guest-tools/catalog/verdict`: code that compares verdicts need not
// load the code that reads catalogs.
import { windowsTarget, type WindowsTarget } from '@aero-guest-tools/windows-target';
import type { SecureBootVerdict } from './secure-boot-verdict';
import { always, type Acceptance, type Windows7Verdict } from './windows-7-verdict';

/**
 * The verdict of a Windows on a driver. Windows 7 and its server do not know Secure Boot, and need
 * updates for SHA-2. All newer ones know Secure Boot, and need no updates.
 */
export type Verdict = Windows7Verdict | SecureBootVerdict;

/** Every acceptance, from the best to the worst. */
export const ACCEPTANCES: readonly Acceptance[] = [
  'accepted',
  'if-trusted',
  'test-signing',
  'unknown',
  'refused',
];

/** Whether a Windows is judged by its updates: Windows 7 and Windows Server 2008 R2. */
export function isJudgedByUpdates({ majorVersion, minorVersion }: WindowsTarget): boolean {
  return majorVersion === 6 && minorVersion === 1;
}

/** The Windows of a verdict. */
export function windowsOf({ windows = 'w7' }: Verdict): WindowsTarget {
  return windowsTarget(windows);
}

/**
 * The verdict of a Windows that treats a driver the same with or without updates and Secure Boot.
 */
export function verdictOf(windows: WindowsTarget, acceptance: Acceptance): Verdict {
  if (!isJudgedByUpdates(windows)) {
    return { windows: windows.id, secureBootOn: acceptance, secureBootOff: acceptance };
  }
  return { ...(windows.id === 'w7' ? {} : { windows: windows.id }), ...always(acceptance) };
}

/** Compares two acceptances for sorting: negative if the first is better. */
export function compareAcceptances(a: Acceptance, b: Acceptance): number {
  return ACCEPTANCES.indexOf(a) - ACCEPTANCES.indexOf(b);
}

/** The worst of several acceptances; the best possible one if there are none. */
export function worstAcceptance(acceptances: readonly Acceptance[]): Acceptance {
  return acceptances.toSorted(compareAcceptances).at(-1) ?? 'accepted';
}

/** The best of several acceptances; the worst possible one if there are none. */
export function bestAcceptance(acceptances: readonly Acceptance[]): Acceptance {
  return acceptances.toSorted(compareAcceptances)[0] ?? 'refused';
}

/**
 * The combined verdict on a driver with several verdicts: it installs like the worst of them.
 *
 * @param windows The Windows of all verdicts.
 */
export function worstVerdict(windows: WindowsTarget, verdicts: readonly Verdict[]): Verdict {
  const worst = (acceptances: readonly Acceptance[]): Acceptance =>
    acceptances.length === 0 ? 'refused' : worstAcceptance(acceptances);
  const ends = verdicts.flatMap(({ until }) => until ?? []);
  const until = ends.length > 0 ? { until: ends.reduce((a, b) => Math.min(a, b)) } : {};
  if (isJudgedByUpdates(windows)) {
    const all = verdicts.filter((verdict) => 'withUpdates' in verdict);
    return {
      ...(windows.id === 'w7' ? {} : { windows: windows.id }),
      withoutUpdates: worst(all.map(({ withoutUpdates }) => withoutUpdates)),
      withUpdates: worst(all.map(({ withUpdates }) => withUpdates)),
      updates: [...new Set(all.flatMap(({ updates }) => updates))],
      ...until,
    };
  }
  const all = verdicts.filter((verdict) => 'secureBootOn' in verdict);
  return {
    windows: windows.id,
    secureBootOn: worst(all.map(({ secureBootOn }) => secureBootOn)),
    secureBootOff: worst(all.map(({ secureBootOff }) => secureBootOff)),
    ...until,
  };
}
