import type { ValidationReport } from '@aero-guest-tools/packaging-spec';
import { WINDOWS_TARGETS } from '@aero-guest-tools/windows-target';
import type { BuildDirectory } from './build-directory';
import {
  COUNT,
  DIAGNOSTIC,
  ID,
  listOf,
  objectOf,
  oneOf,
  readShapedState,
  RELATIVE_PATH,
  SHA256,
  TEXT,
  type Shape,
} from './state-shape';

/** The text of `validation-report.json`. */
export function validationReportText(report: ValidationReport): string {
  return `${JSON.stringify(report, null, 2)}\n`;
}

/**
 * Reads the report that validate-spec has left.
 *
 * @throws InputError if it cannot be read, or is not one that {@link validationReportText} makes.
 */
export async function readValidationReport({
  validationReport,
}: Pick<BuildDirectory, 'validationReport'>): Promise<ValidationReport> {
  return (await readShapedState(validationReport, 'validate-spec', REPORT)) as ValidationReport;
}

const CATALOG = objectOf(
  { path: RELATIVE_PATH, sha256: SHA256, memberAlgorithms: listOf(TEXT) },
  { signatureAlgorithm: TEXT, signer: TEXT, signerName: TEXT, timestamp: COUNT },
);

const PROBLEM = objectOf(
  { id: ID, kind: TEXT, file: TEXT, message: TEXT },
  { found: TEXT, expected: TEXT, remedy: TEXT },
);

const FILE = objectOf(
  { path: RELATIVE_PATH, size: COUNT, decision: oneOf('include', 'exclude') },
  { sha256: SHA256 },
);

const WINDOWS = oneOf(...WINDOWS_TARGETS.map(({ id }) => id));
const UPDATES_VERDICT = objectOf(
  { withoutUpdates: TEXT, withUpdates: TEXT, updates: listOf(TEXT) },
  { windows: WINDOWS, until: COUNT },
);
const SECURE_BOOT_VERDICT = objectOf(
  { windows: WINDOWS, secureBootOn: TEXT, secureBootOff: TEXT },
  { until: COUNT },
);

/** Of either kind, as its fields tell. */
const VERDICT: Shape = {
  expected: UPDATES_VERDICT.expected,
  misfit: (value) =>
    typeof value === 'object' && value !== null && 'secureBootOn' in value
      ? SECURE_BOOT_VERDICT.misfit(value)
      : UPDATES_VERDICT.misfit(value),
};

/** What the tasks that follow read of it. */
const REPORT: Shape = objectOf({
  drivers: listOf(
    objectOf(
      {
        name: RELATIVE_PATH,
        architecture: oneOf('x86', 'amd64', 'arm64'),
        directory: RELATIVE_PATH,
        files: listOf(FILE),
      },
      {
        version: TEXT,
        date: TEXT,
        provider: TEXT,
        signing: objectOf({
          catalogs: listOf(CATALOG),
          problems: listOf(PROBLEM),
          verdict: VERDICT,
        }),
      },
    ),
  ),
  warnings: listOf(DIAGNOSTIC),
});
