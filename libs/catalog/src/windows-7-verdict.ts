/** Whether Windows installs and loads a driver. */
export type Acceptance =
  | 'accepted'
  /** If the guest trusts the signer's certificate. */
  | 'if-trusted'
  /** If, in addition, test signing is on. */
  | 'test-signing'
  /** Nothing is documented, or the documents contradict each other. */
  | 'unknown'
  | 'refused';

/**
 * The verdict of Windows 7 SP1 or Windows Server 2008 R2 SP1 on a driver, with and without updates.
 */
export interface Windows7Verdict {
  /** The id of the Windows; absent for Windows 7. */
  readonly windows?: string;
  readonly withoutUpdates: Acceptance;
  readonly withUpdates: Acceptance;
  /** The updates that make the difference, in the order of installation; empty if none do. */
  readonly updates: readonly string[];
  /**
   * When the acceptance ends, in seconds since 1970, inclusive. Without a timestamp it ends with
   * the validity of the signer's certificates. `judgedAt` turns it into a refusal.
   */
  readonly until?: number;
}

/** A verdict that no update changes. */
export function always(acceptance: Acceptance): Windows7Verdict {
  return { withoutUpdates: acceptance, withUpdates: acceptance, updates: [] };
}
