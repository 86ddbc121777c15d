import type { JsonDocument } from '@aero-guest-tools/canonical-json';
import type { Problem } from '@aero-guest-tools/diagnostics';

/** A problem with the value that a JSON pointer (RFC 6901) of the document points to. */
export function problemAt(document: JsonDocument, pointer: string, problem: Problem): Problem {
  return { file: document.file, position: document.position(pointer), pointer, ...problem };
}

/** Problems of one file by line and column; those at the same place keep their order. */
export function inFileOrder(problems: readonly Problem[]): readonly Problem[] {
  return problems.toSorted((a, b) => {
    const lines = (a.position?.line ?? 0) - (b.position?.line ?? 0);
    return lines === 0 ? (a.position?.column ?? 0) - (b.position?.column ?? 0) : lines;
  });
}

/** More problems than anyone reads. A document may have as many as it has values. */
const MAXIMUM_PROBLEMS = 1000;

/** The first thousand problems of a document, preceded by one that states their total number. */
export function firstProblems(
  document: JsonDocument,
  problems: readonly Problem[],
): readonly Problem[] {
  if (problems.length <= MAXIMUM_PROBLEMS) return problems;
  const tooMany = problemAt(document, '', {
    id: 'json.too-many-problems',
    message: 'there are too many problems to list them all',
    found: `${String(problems.length)} problems`,
    expected: 'none',
    remedy: `correct the first ${String(MAXIMUM_PROBLEMS)}, or check whether it is the right file`,
  });
  return [tooMany, ...problems.slice(0, MAXIMUM_PROBLEMS)];
}
