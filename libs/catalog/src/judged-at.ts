// An entry point of its own, `@aero-guest-tools/catalog/judged-at`: whoever knows the time need not load what
// reads catalogs.
import type { CatalogNote } from './catalog-note';
import type { CatalogProblem } from './catalog-problem';
import { day } from './date';
import type { Verdict } from './verdict';

/** What a check of a driver found. */
export interface Checked {
  readonly problems: readonly CatalogProblem[];
  readonly notes?: readonly CatalogNote[];
  readonly verdict: Verdict;
}

/**
 * What a check of a driver comes to at some time. Checks know no time, so that their results can be kept: they say until when
 * a signature without a timestamp is accepted, and this makes a refusal of one whose certificates have expired.
 *
 * @param time In seconds since 1970.
 */
export function judgedAt<Check extends Checked>(check: Check, time: number): Check {
  const { problems, verdict } = check;
  const hasEnded = ({ until }: { readonly until?: number }): boolean =>
    until !== undefined && until < time;
  if (!hasEnded(verdict)) return check;
  return {
    ...check,
    problems: problems.map((problem) => (hasEnded(problem) ? expired(problem) : problem)),
    notes: [],
    verdict: refused(verdict),
  };
}

/** The same Windows, when it does not take the driver any more. */
function refused(verdict: Verdict): Verdict {
  const { until: _, ...others } = verdict;
  return 'withUpdates' in others
    ? { ...others, withoutUpdates: 'refused', withUpdates: 'refused', updates: [] }
    : { ...others, secureBootOn: 'refused', secureBootOff: 'refused' };
}

function expired({ file, until = 0, expected, remedy }: CatalogProblem): CatalogProblem {
  return {
    id: 'catalog.certificate-expired',
    kind: 'acceptance',
    file,
    message:
      'the signature has no timestamp and its certificate has expired, so Windows no longer accepts it',
    found: `a certificate that was valid until ${day(until)}`,
    expected,
    remedy,
  };
}
