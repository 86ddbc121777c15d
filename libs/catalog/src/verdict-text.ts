// An entry point of its own, `@aero-guest-tools/catalog/verdict-text`: whoever tells of verdicts need not
// load what reads catalogs.
import type { Acceptance, Windows7Verdict } from './windows-7-verdict';

const ACCEPTANCES: Readonly<Record<Acceptance, string>> = {
  accepted: 'accepted',
  'if-trusted': 'accepted if the guest trusts the certificate',
  'test-signing': 'accepted with test signing only',
  unknown: 'may be refused',
  refused: 'refused',
};

/** A verdict for people: `accepted`, or `refused without KB3033929, accepted with it`. */
export function verdictText({ withoutUpdates, withUpdates, updates }: Windows7Verdict): string {
  if (withoutUpdates === withUpdates) return ACCEPTANCES[withUpdates];
  return `${ACCEPTANCES[withoutUpdates]} without updates, ${ACCEPTANCES[withUpdates]} with ${updates.join(' and ')}`;
}
