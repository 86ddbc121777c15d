import type { Problem } from '@aero-guest-tools/diagnostics';

/** That a server has a file of another size or hash than the one that was asked for. */
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
