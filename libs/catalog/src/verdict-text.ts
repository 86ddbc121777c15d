// A separate entry point, `@aero-guest-tools/catalog/verdict-text`: code that shows verdicts need
// not load the code that reads catalogs.
import { day } from './date';
import type { Verdict } from './verdict';
import type { Acceptance } from './windows-7-verdict';

const ACCEPTANCES: Readonly<Record<Acceptance, string>> = {
  accepted: 'accepted',
  'if-trusted': 'accepted if the guest trusts the certificate',
  'test-signing': 'accepted with test signing only',
  unknown: 'may be refused',
  refused: 'refused',
};

/**
 * A verdict as text: `accepted`, `refused without updates, accepted with KB3033929`, or
 * `refused with Secure Boot, accepted without it`.
 */
export function verdictText(verdict: Verdict): string {
  if ('withUpdates' in verdict) {
    const { withoutUpdates, withUpdates, updates } = verdict;
    const end = endText(verdict, withUpdates);
    if (withoutUpdates === withUpdates) return `${ACCEPTANCES[withUpdates]}${end}`;
    return `${ACCEPTANCES[withoutUpdates]} without updates, ${ACCEPTANCES[withUpdates]} with ${updates.join(' and ')}${end}`;
  }
  const { secureBootOn, secureBootOff } = verdict;
  const end = endText(verdict, secureBootOff);
  if (secureBootOn === secureBootOff) return `${ACCEPTANCES[secureBootOn]}${end}`;
  const without = ACCEPTANCES[secureBootOff];
  // "accepted with test signing only without it" would be ambiguous.
  return secureBootOff === 'if-trusted' || secureBootOff === 'test-signing'
    ? `${ACCEPTANCES[secureBootOn]} with Secure Boot, without it ${without}${end}`
    : `${ACCEPTANCES[secureBootOn]} with Secure Boot, ${without} without it${end}`;
}

/** The part of a verdict for Secure Boot on or off, in the words of `verdictText`. */
export function secureBootText(verdict: Verdict, secureBoot: 'on' | 'off'): string {
  if ('withUpdates' in verdict) return verdictText(verdict);
  const acceptance = secureBoot === 'on' ? verdict.secureBootOn : verdict.secureBootOff;
  return `${ACCEPTANCES[acceptance]}${endText(verdict, acceptance)}`;
}

function endText({ until }: Verdict, acceptance: Acceptance): string {
  return until === undefined || acceptance === 'refused' ? '' : `, until ${day(until)}`;
}
