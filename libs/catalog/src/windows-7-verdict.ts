import type { CatalogProblem, CatalogProblemCode } from './catalog-problem';
import { kernelModeBinaries, type KernelModeTrust } from './kernel-mode-trust';
import { isTrustedByKernel } from './kernel-root';
import type { SignedDriver } from './signed-driver';
import { SHA_2, windows7Needs } from './windows-7-needs';

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
}

/** Whatever is wrong in these ways makes a driver unsigned. Those of membership and signature all do. */
const FATAL: ReadonlySet<CatalogProblemCode> = new Set([
  'chain-broken',
  'timestamp-invalid',
  'signed-outside-validity',
  'os-attribute-newer',
]);

/** Of these nobody can say what Windows 7 makes. */
const DISPUTED: ReadonlySet<CatalogProblemCode> = new Set(['os-attribute-older']);

/** No Windows takes such a driver for signed. */
export const REFUSED: Windows7Verdict = always('refused');

/** @param problems Those that were found with the driver. */
export function windows7Verdict(
  driver: SignedDriver,
  problems: readonly CatalogProblem[],
): Windows7Verdict {
  const isUnsigned = problems.some(
    ({ kind, code }) => kind === 'membership' || kind === 'signature' || FATAL.has(code),
  );
  if (isUnsigned) return REFUSED;
  return worstVerdict([
    ...windows7Needs(driver).map(({ updates, isEnough }): Windows7Verdict => ({
      withoutUpdates: 'refused',
      withUpdates: isEnough ? 'accepted' : 'unknown',
      updates,
    })),
    ...problems.filter(({ code }) => DISPUTED.has(code)).map(() => always('unknown')),
    always(installation(driver)),
    ...(driver.architecture === 'amd64' ? [loading(driver)] : []),
  ]);
}

/** What the user-mode part of Windows says, which installs drivers: the root has to be in a store of the guest. */
function installation({ catalog: { signature } }: SignedDriver): Acceptance {
  return signature && isTrustedByKernel(signature.chain) ? 'accepted' : 'if-trusted';
}

const ACCEPTANCES: Readonly<Record<KernelModeTrust, Acceptance>> = {
  trusted: 'accepted',
  disputed: 'unknown',
  untrusted: 'test-signing',
};

/** What the kernel says, which loads them. */
function loading(driver: SignedDriver): Windows7Verdict {
  return worstVerdict([
    always('accepted'),
    ...kernelModeBinaries(driver).map((binary): Windows7Verdict => ({
      withoutUpdates: ACCEPTANCES[binary.withoutUpdates],
      withUpdates: ACCEPTANCES[binary.withUpdates],
      updates: binary.withoutUpdates === binary.withUpdates ? [] : SHA_2,
    })),
  ]);
}

/** A verdict that no update changes. */
function always(acceptance: Acceptance): Windows7Verdict {
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
  return {
    withoutUpdates: worst(verdicts.map(({ withoutUpdates }) => withoutUpdates)),
    withUpdates: worst(verdicts.map(({ withUpdates }) => withUpdates)),
    updates: [...new Set(verdicts.flatMap(({ updates }) => updates))],
  };
}
