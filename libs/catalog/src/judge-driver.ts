import type { CatalogProblem, CatalogProblemId } from './catalog-problem';
import { kernelModeBinaries, type KernelModeTrust } from './kernel-mode-trust';
import { isTrustedByKernel } from './kernel-root';
import type { SignedDriver } from './signed-driver';
import { SHA_2, windows7Needs } from './windows-7-needs';
import type { WindowsTarget } from '@aero-guest-tools/windows-target';
import { codeSigningPolicy } from './code-signing-policies';
import { loadedBinaries } from './loaded-binaries';
import {
  isJudgedByUpdates,
  verdictOf,
  worstAcceptance,
  worstVerdict,
  type Verdict,
} from './verdict';
import { always, type Acceptance, type Windows7Verdict } from './windows-7-verdict';

/**
 * Problems that make a driver count as unsigned, besides all problems of membership and signature.
 */
const FATAL: ReadonlySet<CatalogProblemId> = new Set([
  'catalog.chain-broken',
  'catalog.timestamp-invalid',
  'catalog.signed-outside-validity',
  'catalog.not-for-code',
  'catalog.attestation',
  'catalog.os-attribute-newer',
]);

/** Problems whose effect on Windows 7 is not known. */
const DISPUTED: ReadonlySet<CatalogProblemId> = new Set([
  'catalog.os-attribute-older',
  'catalog.unknown-timestamp-root',
  'catalog.compressed-file-unread',
]);

/**
 * The verdict of a Windows on a driver, at any time at which its certificates are valid.
 *
 * @param problems The problems that were found in the driver.
 */
export function judgeDriver(
  driver: SignedDriver,
  windows: WindowsTarget,
  problems: readonly CatalogProblem[],
): Verdict {
  const isUnsigned = problems.some(
    ({ kind, id }) => kind === 'membership' || kind === 'signature' || FATAL.has(id),
  );
  if (isUnsigned) return verdictOf(windows, 'refused');
  return worstVerdict(windows, [
    ...(isJudgedByUpdates(windows) ? byWindows7(driver) : [bySecureBoot(driver, windows)]),
    ...problems.filter(({ id }) => DISPUTED.has(id)).map(() => verdictOf(windows, 'unknown')),
    ...problems.flatMap(({ until }) =>
      until === undefined ? [] : { ...verdictOf(windows, 'accepted'), until },
    ),
    verdictOf(windows, installation(driver)),
  ]);
}

function byWindows7(driver: SignedDriver): readonly Windows7Verdict[] {
  return [
    ...windows7Needs(driver).map(({ updates, isEnough }): Windows7Verdict => ({
      withoutUpdates: 'refused',
      withUpdates: isEnough ? 'accepted' : 'unknown',
      updates,
    })),
    ...(driver.architecture === 'amd64' ? loading(driver) : []),
  ];
}

/**
 * The verdict of the user-mode part of Windows, which installs drivers: the root must be in a store
 * of the guest.
 */
function installation({ catalog: { signature } }: SignedDriver): Acceptance {
  return signature && isTrustedByKernel(signature.chain) ? 'accepted' : 'if-trusted';
}

const ACCEPTANCES: Readonly<Record<KernelModeTrust, Acceptance>> = {
  trusted: 'accepted',
  disputed: 'unknown',
  untrusted: 'test-signing',
};

/** The verdicts of the Windows 7 kernel, which loads drivers. */
function loading(driver: SignedDriver): readonly Windows7Verdict[] {
  return [
    always('accepted'),
    ...kernelModeBinaries(driver).map((binary): Windows7Verdict => ({
      withoutUpdates: ACCEPTANCES[binary.withoutUpdates],
      withUpdates: ACCEPTANCES[binary.withUpdates],
      updates: binary.withoutUpdates === binary.withUpdates ? [] : SHA_2,
    })),
  ];
}

/** The verdicts of newer kernels. */
function bySecureBoot(driver: SignedDriver, windows: WindowsTarget): Verdict {
  const policy = codeSigningPolicy(windows, driver.architecture);
  const binaries = loadedBinaries(driver, policy);
  return {
    windows: windows.id,
    secureBootOn: worstAcceptance(binaries.map(({ on }) => on)),
    secureBootOff: worstAcceptance(binaries.map(({ off }) => off)),
  };
}
