import type { CatalogNote } from './catalog-note';
import type { CatalogProblem } from './catalog-problem';
import { checkChain } from './check-chain';
import { checkEmbeddedSignatures } from './check-embedded-signatures';
import { checkMembership } from './check-membership';
import { checkPublisher } from './check-publisher';
import { checkSignature } from './check-signature';
import { checkSystem, checkTarget } from './check-target';
import { checkTrust } from './check-trust';
import { checkWindows7 } from './check-windows-7';
import { judgeDriver } from './judge-driver';
import type { SignedDriver } from './signed-driver';
import type { Windows7Verdict } from './windows-7-verdict';

/** What is wrong with a signed driver, and what Windows 7 says to it. */
export interface CatalogCheck {
  readonly problems: readonly CatalogProblem[];
  /** What to know before it is installed, if it can be. */
  readonly notes: readonly CatalogNote[];
  readonly verdict: Windows7Verdict;
}

/** Checks a driver against its catalog, and its catalog against what Windows 7 accepts. */
export function checkCatalog(driver: SignedDriver): CatalogCheck {
  const { catalog } = driver;
  const membership = checkMembership(driver);
  const signature = checkSignature(catalog);
  // Whatever else is said of a signature that is none would only distract.
  const acceptance =
    signature.length > 0
      ? []
      : [...checkChain(catalog), ...checkTrust(catalog), ...checkWindows7(driver)];
  const strangers = new Set(membership.map(({ file }) => file));
  const problems = [
    ...membership,
    ...signature,
    ...acceptance,
    ...checkTarget(driver),
    ...checkEmbeddedSignatures(driver).filter(({ file }) => !strangers.has(file)),
  ];
  const verdict = judgeDriver(driver, problems);
  // What to know before a driver is installed is of no use with one that is not.
  const isRefused = verdict.withUpdates === 'refused';
  const notes = isRefused ? [] : [...checkSystem(driver), ...checkPublisher(driver)];
  return { problems, notes, verdict };
}
