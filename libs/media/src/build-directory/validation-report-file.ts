import { DIGEST_ALGORITHMS } from '@aero-guest-tools/catalog/digest-algorithm';
import type { ValidationReport } from '@aero-guest-tools/packaging-spec';
import type { BuildDirectory } from './build-directory';
import {
  allOf,
  BOOLEAN,
  COUNT,
  DIAGNOSTIC,
  listOf,
  objectOf,
  oneOf,
  PROBLEM,
  readShapedState,
  RELATIVE_PATH,
  SHA256,
  TEXT,
  type Shape,
} from './state-shape';
import { ACCEPTANCE, ARCHITECTURE, WINDOWS } from './windows-shapes';

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

const DIGEST_ALGORITHM = oneOf(...DIGEST_ALGORITHMS);

const CATALOG = objectOf(
  { path: RELATIVE_PATH, sha256: SHA256, memberAlgorithms: listOf(DIGEST_ALGORITHM) },
  {
    signatureAlgorithm: DIGEST_ALGORITHM,
    signer: TEXT,
    signerName: TEXT,
    microsoftSignature: TEXT,
    signerCertificate: TEXT,
    timestamp: COUNT,
  },
);

/** Both name a file. */
const NOTE = allOf(PROBLEM, objectOf({ file: TEXT }));
const CATALOG_PROBLEM = allOf(
  NOTE,
  objectOf({ kind: oneOf('membership', 'signature', 'acceptance') }, { until: COUNT }),
);

const FILE = objectOf(
  { path: RELATIVE_PATH, size: COUNT, decision: oneOf('include', 'exclude') },
  { sha256: SHA256, reason: TEXT },
);

const INF = objectOf(
  { path: RELATIVE_PATH },
  { version: TEXT, date: TEXT, provider: TEXT, class: TEXT, classGuid: TEXT },
);

const DEVICE = objectOf({ name: TEXT, inf: RELATIVE_PATH, hardwareIds: listOf(TEXT) });

const BOOT_DISK = objectOf(
  {
    infFile: RELATIVE_PATH,
    service: TEXT,
    hardwareIds: listOf(TEXT),
    classGuid: TEXT,
    serviceType: COUNT,
    startType: COUNT,
    errorControl: COUNT,
    binary: TEXT,
    source: RELATIVE_PATH,
    sourceIsCompressed: BOOLEAN,
    values: listOf(objectOf({ subkey: TEXT, name: TEXT, type: TEXT, data: listOf(TEXT) })),
  },
  { loadOrderGroup: TEXT },
);

const UPDATES_VERDICT = objectOf(
  { withoutUpdates: ACCEPTANCE, withUpdates: ACCEPTANCE, updates: listOf(TEXT) },
  { windows: WINDOWS, until: COUNT },
);
const SECURE_BOOT_VERDICT = objectOf(
  { windows: WINDOWS, secureBootOn: ACCEPTANCE, secureBootOff: ACCEPTANCE },
  { until: COUNT },
);

/** A verdict of either kind; its fields say which. */
const VERDICT: Shape = {
  expected: UPDATES_VERDICT.expected,
  misfit: (value) =>
    typeof value === 'object' && value !== null && 'secureBootOn' in value
      ? SECURE_BOOT_VERDICT.misfit(value)
      : UPDATES_VERDICT.misfit(value),
};

const SIGNING = objectOf(
  { catalogs: listOf(CATALOG), problems: listOf(CATALOG_PROBLEM), verdict: VERDICT },
  { notes: listOf(NOTE) },
);

const DRIVER = objectOf(
  {
    name: RELATIVE_PATH,
    architecture: ARCHITECTURE,
    directory: RELATIVE_PATH,
    infFiles: listOf(INF),
    devices: listOf(DEVICE),
    hardwareIds: listOf(TEXT),
    services: listOf(TEXT),
    files: listOf(FILE),
  },
  { version: TEXT, date: TEXT, provider: TEXT, bootDisk: BOOT_DISK, signing: SIGNING },
);

const REPORT = objectOf({ drivers: listOf(DRIVER), warnings: listOf(DIAGNOSTIC) });
