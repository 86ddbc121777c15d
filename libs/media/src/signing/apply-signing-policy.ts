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

/** The user's decisions about the signatures of drivers. */
export interface SigningDecision {
  readonly policy: SigningPolicy;
  /**
   * Whether files may contradict their catalogs under the policy `none`. By default they may not.
   */
  readonly allowCatalogMismatch?: boolean | undefined;
}

/**
 * Decides, by the signing policy, which problems of the drivers' signatures are errors. Under
 * `production`, all are. Under `test`, those of membership and of the signature itself are. Under
 * `none`, only a file that differs from the one its catalog lists is, unless that is allowed. The
 * others are warnings. Problems with the same message become one.
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
 * What a person who installs the drivers may want to know; Windows 7 refuses no driver for any of
 * it. Media with the policy `test` bring their publishers' certificates, which setup adds to
 * Trusted Publishers.
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

/** Problems that concern whom Windows trusts by itself. */
const TRUST: ReadonlySet<CatalogProblemId> = new Set([
  'catalog.unknown-root',
  'catalog.unknown-timestamp-root',
  'catalog.kernel-root',
  'catalog.signed-after-cross-certificate',
  'catalog.code-signing-policy',
  'catalog.code-signing-policy-disputed',
]);

/**
 * Problems of a file whose name the catalog lists, but whose contents are not those that were
 * signed.
 */
const CONTRADICTIONS: ReadonlySet<CatalogProblemId> = new Set([
  'catalog.file-contradicts',
  'catalog.line-ends-changed',
]);

/**
 * Whether a problem counts under a policy. Test signing makes the guest trust any signer that
 * `certs/` names; without signatures there is no signer to trust.
 */
function isOf({ id }: CatalogProblem, policy: SigningPolicy): boolean {
  return policy === 'production' || !TRUST.has(id);
}

function isError({ kind, id }: CatalogProblem, decision: SigningDecision): boolean {
  if (decision.policy === 'production') return true;
  if (decision.policy === 'test') return kind !== 'acceptance';
  return CONTRADICTIONS.has(id) && decision.allowCatalogMismatch !== true;
}

/** Under a policy that ignores signatures, the remedy can be to allow the mismatch. */
function withRemedy(problem: Problem, { policy }: SigningDecision): Problem {
  if (policy !== 'none') return problem;
  return { ...problem, action: 'allow-catalog-mismatch' };
}

/** The file's path on the media, which is the same whatever the source calls it. */
function mediaPathIn(driver: DriverReport, file: string): string {
  return driverMediaPath(driver, file.slice(driver.directory.length + 1));
}
