import { formatList, warningDiagnostic, type Diagnostic } from '@aero-guest-tools/diagnostics';
import { findSection, linesOf, type Inf } from './inf';

const SIGNATURES = ['$Windows NT$', '$Chicago$'];

/**
 * A warning if `[Version] Signature` is not one of the values that identify an INF file.
 *
 * Source of the rule: "INF Version Section": "If signature-name is none of these string values, the
 * file is not accepted as a valid INF."
 */
export function signatureWarnings(inf: Inf): readonly Diagnostic[] {
  const line = linesOf(findSection(inf, 'Version'), 'Signature')[0];
  const found = line?.values[0] ?? '';
  if (SIGNATURES.some((signature) => signature.toLowerCase() === found.toLowerCase())) return [];
  return [
    warningDiagnostic({
      file: inf.file,
      position: line && { line: line.line, column: 1 },
      id: 'inf.signature',
      message: 'this is not an INF that Windows accepts: its signature is missing or unknown',
      found: found === '' ? 'none' : JSON.stringify(found),
      expected: formatList(SIGNATURES),
      remedy: 'write Signature="$Windows NT$" below [Version]',
    }),
  ];
}
