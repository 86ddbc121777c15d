import { DEFAULT_WINDOWS_TARGET, type WindowsTarget } from '@aero-guest-tools/windows-target';
import type { CatalogNote } from './catalog-note';
import type { CatalogProblem } from './catalog-problem';
import { checkChain } from './check-chain';
import { checkCodeSigningPolicy } from './check-code-signing-policy';
import { checkEmbeddedSignatures } from './check-embedded-signatures';
import { checkMembership } from './check-membership';
import { checkMemoryIntegrity } from './check-memory-integrity';
import { checkPublisher } from './check-publisher';
import { checkSignature } from './check-signature';
import { checkSystem, checkTarget } from './check-target';
import { checkTrust } from './check-trust';
import { checkWindows7 } from './check-windows-7';
import { codeSigningPolicy } from './code-signing-policies';
import { judgeDriver } from './judge-driver';
import type { SignedDriver } from './signed-driver';
import { compareAcceptances, isJudgedByUpdates, type Verdict } from './verdict';

/** The problems of a signed driver, and the verdict of a Windows. */
export interface CatalogCheck {
  readonly problems: readonly CatalogProblem[];
  /** What to know before installing it, if it can be installed. */
  readonly notes: readonly CatalogNote[];
  readonly verdict: Verdict;
}

/**
 * Checks a driver against its catalog, and the catalog against the rules of a Windows. Windows 8
 * and newer use the best signature of a catalog, even if it is nested in another one.
 *
 * @param windows At its build: the rules of Windows 10 have changed between builds.
 */
export function checkCatalog(
  driver: SignedDriver,
  windows: WindowsTarget = DEFAULT_WINDOWS_TARGET,
): CatalogCheck {
  const { catalog } = driver;
  const nested = isJudgedByUpdates(windows) ? [] : (catalog.signature?.nested ?? []);
  const checks = [
    driver,
    ...nested.map((signature) => ({ ...driver, catalog: { ...catalog, signature } })),
  ].map((item) => checkBySignature(item, windows));
  // The sort is stable: of equal signatures, the outer one comes first.
  const [best] = checks.toSorted((a, b) => compareVerdicts(a.verdict, b.verdict));
  return best ?? checkBySignature(driver, windows);
}

function compareVerdicts(a: Verdict, b: Verdict): number {
  if ('withUpdates' in a || 'withUpdates' in b) return 0;
  return (
    compareAcceptances(a.secureBootOn, b.secureBootOn) ||
    compareAcceptances(a.secureBootOff, b.secureBootOff)
  );
}

function checkBySignature(driver: SignedDriver, windows: WindowsTarget): CatalogCheck {
  const { catalog } = driver;
  const policy = codeSigningPolicy(windows, driver.architecture);
  const membership = checkMembership(driver);
  const signature = checkSignature(catalog);
  // For an invalid signature, further problems would only distract.
  const acceptance =
    signature.length > 0
      ? []
      : [
          ...checkChain(catalog),
          ...checkTrust(catalog, windows, policy),
          ...(isJudgedByUpdates(windows)
            ? checkWindows7(driver, windows)
            : checkCodeSigningPolicy(driver, windows, policy)),
        ];
  const strangers = new Set(membership.map(({ file }) => file));
  const problems = [
    ...membership,
    ...signature,
    ...acceptance,
    ...checkTarget(driver, windows),
    ...checkEmbeddedSignatures(driver).filter(({ file }) => !strangers.has(file)),
  ];
  const verdict = judgeDriver(driver, windows, problems);
  // Notes about installation are useless for a driver that is refused.
  const isRefused =
    'withUpdates' in verdict
      ? verdict.withUpdates === 'refused'
      : verdict.secureBootOn === 'refused' && verdict.secureBootOff === 'refused';
  const notes = isRefused
    ? []
    : [
        ...checkSystem(driver, windows),
        ...checkPublisher(driver, windows),
        ...checkMemoryIntegrity(driver, windows),
      ];
  return { problems, notes, verdict };
}
