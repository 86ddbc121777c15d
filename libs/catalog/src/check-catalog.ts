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

/** What is wrong with a signed driver, and what a Windows says to it. */
export interface CatalogCheck {
  readonly problems: readonly CatalogProblem[];
  /** What to know before it is installed, if it can be. */
  readonly notes: readonly CatalogNote[];
  readonly verdict: Verdict;
}

/**
 * Checks a driver against its catalog, and its catalog against what a Windows accepts. Of the signatures of a catalog
 * Windows 8 and newer take the best, be it nested in another one.
 *
 * @param windows At its build: the rules of Windows 10 have changed from one to the next.
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
  // A stable sort: the outer signature stays in front of its equals.
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
  // Whatever else is said of a signature that is none would only distract.
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
  // What to know before a driver is installed is of no use with one that is not.
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
