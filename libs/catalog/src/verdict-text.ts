// An entry point of its own, `@aero-guest-tools/catalog/verdict-text`: whoever tells of verdicts need not
// load what reads catalogs.
import { day } from './date';
import type { Acceptance, Windows7Verdict } from './windows-7-verdict';

const ACCEPTANCES: Readonly<Record<Acceptance, string>> = {
  accepted: 'accepted',
  'if-trusted': 'accepted if the guest trusts the certificate',
  'test-signing': 'accepted with test signing only',
  unknown: 'may be refused',
  refused: 'refused',
};

/** A verdict for people: `accepted`, or `refused without updates, accepted with KB3033929`. */
export function verdictText({
  withoutUpdates,
  withUpdates,
  updates,
  until,
}: Windows7Verdict): string {
  const end = until === undefined || withUpdates === 'refused' ? '' : `, until ${day(until)}`;
  if (withoutUpdates === withUpdates) return `${ACCEPTANCES[withUpdates]}${end}`;
  return `${ACCEPTANCES[withoutUpdates]} without updates, ${ACCEPTANCES[withUpdates]} with ${updates.join(' and ')}${end}`;
}
