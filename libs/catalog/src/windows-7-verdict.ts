/** Whether Windows 7 installs and loads a driver. */
export type Acceptance =
  | 'accepted'
  /** Where the guest trusts the signer's certificate. */
  | 'if-trusted'
  /** Where test signing is on besides. */
  | 'test-signing'
  /** Nothing is documented, or the documents contradict each other. */
  | 'unknown'
  | 'refused';

/** What Windows 7 SP1 says to a driver, with and without updates. */
export interface Windows7Verdict {
  readonly withoutUpdates: Acceptance;
  readonly withUpdates: Acceptance;
  /** The updates that make the difference, in the order of installation; empty if none do. */
  readonly updates: readonly string[];
  /**
   * When the acceptance ends, in seconds since 1970, inclusive: that of a signature without a timestamp ends with the
   * validity of its certificates. `judgedAt` makes a refusal of it.
   */
  readonly until?: number;
}

/** No Windows takes such a driver for signed. */
export const REFUSED: Windows7Verdict = always('refused');

/** A verdict that no update changes. */
export function always(acceptance: Acceptance): Windows7Verdict {
  return { withoutUpdates: acceptance, withUpdates: acceptance, updates: [] };
}

/** From the best to the worst. */
const ORDER: readonly Acceptance[] = [
  'accepted',
  'if-trusted',
  'test-signing',
  'unknown',
  'refused',
];

/** The verdict on a driver that several verdicts are about: it installs as the worst of them does. */
export function worstVerdict(verdicts: readonly Windows7Verdict[]): Windows7Verdict {
  const worst = (acceptances: readonly Acceptance[]): Acceptance =>
    ORDER.findLast((acceptance) => acceptances.includes(acceptance)) ?? 'refused';
  const ends = verdicts.flatMap(({ until }) => until ?? []);
  return {
    withoutUpdates: worst(verdicts.map(({ withoutUpdates }) => withoutUpdates)),
    withUpdates: worst(verdicts.map(({ withUpdates }) => withUpdates)),
    updates: [...new Set(verdicts.flatMap(({ updates }) => updates))],
    ...(ends.length > 0 ? { until: ends.reduce((a, b) => Math.min(a, b)) } : {}),
  };
}
