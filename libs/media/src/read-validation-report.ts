import { parseJson } from '@aero-guest-tools/canonical-json';
import type { ValidationReport } from '@aero-guest-tools/packaging-spec';
import type { BuildDirectory } from './build-directory';
import { readStateFile } from './state-file';

/**
 * Reads the report that validate-spec has left.
 *
 * @throws InputError if it cannot be read.
 */
export async function readValidationReport({
  validationReport,
}: BuildDirectory): Promise<ValidationReport> {
  const { value } = parseJson(
    await readStateFile(validationReport, 'validate-spec'),
    validationReport,
  );
  return value as unknown as ValidationReport;
}
