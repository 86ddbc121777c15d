import type { ValidationReport } from '@aero-guest-tools/packaging-spec';
import type { BuildDirectory } from './build-directory';
import {
  COUNT,
  DIAGNOSTIC,
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
  { code: TEXT, kind: TEXT, file: TEXT, message: TEXT },
  { found: TEXT, expected: TEXT, remedy: TEXT },
);

const FILE = objectOf(
  { path: RELATIVE_PATH, size: COUNT, decision: oneOf('include', 'exclude') },
  { sha256: SHA256 },
);

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
        signing: objectOf(
          { catalogs: listOf(CATALOG), problems: listOf(PROBLEM) },
          { verdict: objectOf({ withoutUpdates: TEXT, withUpdates: TEXT, updates: listOf(TEXT) }) },
        ),
      },
    ),
  ),
  warnings: listOf(DIAGNOSTIC),
});
