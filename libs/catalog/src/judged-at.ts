// A separate entry point, `@aero-guest-tools/catalog/judged-at`: code that knows the time need not
// load the code that reads catalogs.
import type { CatalogNote } from './catalog-note';
import type { CatalogProblem } from './catalog-problem';
import { day } from './date';
import type { Verdict } from './verdict';

/** The result of checking a driver. */
export interface Checked {
  readonly problems: readonly CatalogProblem[];
  readonly notes?: readonly CatalogNote[];
  readonly verdict: Verdict;
}

/**
 * The result of a check at a given time. Checks themselves do not depend on time, so that their
 * results can be cached: they say until when a signature without a timestamp is accepted. This
 * function turns an expired acceptance into a refusal.
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

/** The verdict of the same Windows once it no longer accepts the driver. */
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
