import type { Problem } from '@aero-guest-tools/diagnostics';

/** The problem of a server whose file has another size or hash than expected. */
export function otherFileProblem(
  file: string,
  details: Pick<Problem, 'found' | 'expected' | 'remedy' | 'action'>,
): Problem {
  return {
    id: 'http.other-file',
    file,
    message: 'the server has a different file than expected',
    ...details,
  };
}
