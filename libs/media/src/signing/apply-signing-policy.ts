import type { CatalogProblem, CatalogProblemId } from '@aero-guest-tools/catalog';
import {
  errorDiagnostic,
  warningDiagnostic,
  type Diagnostic,
  type Problem,
} from '@aero-guest-tools/diagnostics';
import type { DriverReport } from '@aero-guest-tools/packaging-spec';
import { driverMediaPath } from '@aero-guest-tools/driver-layout/driver-media-path';
import { groupProblems } from '../checks/group-problems';
import type { SigningPolicy } from '../options/signing-policy';

/** What the user decided of the signatures of drivers. */
export interface SigningDecision {
  readonly policy: SigningPolicy;
  /** Whether files may contradict their catalogs, where the policy is `none`. By default they may not. */
  readonly allowCatalogMismatch?: boolean | undefined;
}

/**
 * Decides what becomes of the problems of the drivers' signatures, by the signing policy: for `production`
 * all are errors; for `test` those of membership and of the signature itself; for `none` a file that is not the one that
 * its catalog lists, unless that is allowed. The others are warnings. What is the same for several files is one problem.
 */
export function applySigningPolicy(
  drivers: readonly DriverReport[],
  decision: SigningDecision,
): readonly Diagnostic[] {
  const problems = drivers.flatMap((driver) =>
    (driver.signing?.problems ?? []).map((problem) => ({
      ...problem,
      file: mediaPathIn(driver, problem.file),
    })),
  );
  const counting = problems.filter((problem) => isOf(problem, decision.policy));
  const errors = counting.filter((problem) => isError(problem, decision));
  const warnings = counting.filter((problem) => !isError(problem, decision));
  return [
    ...groupProblems(errors).map((problem) => errorDiagnostic(withRemedy(problem, decision))),
    ...groupProblems(warnings).map((problem) => warningDiagnostic(problem)),
  ];
}

/**
 * What whoever installs the drivers may want to know: nothing that Windows 7 refuses them for. Media with the policy `test`
 * bring the certificates of their publishers, which setup adds to Trusted Publishers.
 */
export function signingNotes(
  drivers: readonly DriverReport[],
  policy: SigningPolicy,
): readonly Problem[] {
  const notes = drivers.flatMap((driver) =>
    (driver.signing?.notes ?? []).map((note) => ({
      ...note,
      file: mediaPathIn(driver, note.file),
    })),
  );
  return groupProblems(
    notes.filter(({ id }) => policy !== 'test' || id !== 'catalog.publisher-not-trusted'),
  );
}

/** Whom Windows trusts by itself. */
const TRUST: ReadonlySet<CatalogProblemId> = new Set([
  'catalog.unknown-root',
  'catalog.unknown-timestamp-root',
  'catalog.kernel-root',
  'catalog.signed-after-cross-certificate',
  'catalog.code-signing-policy',
  'catalog.code-signing-policy-disputed',
]);

/** A file is there under a name in the catalog, and is not the one that was signed. */
const CONTRADICTIONS: ReadonlySet<CatalogProblemId> = new Set([
  'catalog.file-contradicts',
  'catalog.line-ends-changed',
]);

/**
 * Test signing is there to make the guest trust any signer, and what is in `certs/` says whom; without signatures
 * there is none to trust.
 */
function isOf({ id }: CatalogProblem, policy: SigningPolicy): boolean {
  return policy === 'production' || !TRUST.has(id);
}

function isError({ kind, id }: CatalogProblem, decision: SigningDecision): boolean {
  if (decision.policy === 'production') return true;
  if (decision.policy === 'test') return kind !== 'acceptance';
  return CONTRADICTIONS.has(id) && decision.allowCatalogMismatch !== true;
}

/** Where signatures do not count, the mismatch can be allowed. */
function withRemedy(problem: Problem, { policy }: SigningDecision): Problem {
  if (policy !== 'none') return problem;
  return { ...problem, action: 'allow-catalog-mismatch' };
}

/** As the file is called on the media, which is the same whatever the source calls it. */
function mediaPathIn(driver: DriverReport, file: string): string {
  return driverMediaPath(driver, file.slice(driver.directory.length + 1));
}
