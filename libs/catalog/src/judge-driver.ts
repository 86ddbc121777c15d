import type { CatalogProblem, CatalogProblemCode } from './catalog-problem';
import { kernelModeBinaries, type KernelModeTrust } from './kernel-mode-trust';
import { isTrustedByKernel } from './kernel-root';
import type { SignedDriver } from './signed-driver';
import { SHA_2, windows7Needs } from './windows-7-needs';
import {
  always,
  REFUSED,
  worstVerdict,
  type Acceptance,
  type Windows7Verdict,
} from './windows-7-verdict';

/** Whatever is wrong in these ways makes a driver unsigned. Those of membership and signature all do. */
const FATAL: ReadonlySet<CatalogProblemCode> = new Set([
  'chain-broken',
  'timestamp-invalid',
  'signed-outside-validity',
  'not-for-code',
  'attestation',
  'os-attribute-newer',
]);

/** Of these nobody can say what Windows 7 makes. */
const DISPUTED: ReadonlySet<CatalogProblemCode> = new Set([
  'os-attribute-older',
  'unknown-timestamp-root',
  'compressed-file-unread',
]);

/**
 * What Windows 7 says to a driver, at any time at which its certificates are valid.
 *
 * @param problems Those that were found with the driver.
 */
export function judgeDriver(
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
    ...problems.flatMap(({ until }) =>
      until === undefined ? [] : { ...always('accepted'), until },
    ),
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
