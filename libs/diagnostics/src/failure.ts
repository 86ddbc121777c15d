import { types } from 'node:util';
import { withFaceRemedy } from './face-remedy';
import { formatDiagnostic, formatDiagnostics } from './format';
import type { Diagnostic } from './diagnostic';
import { InputError } from './input-error';
import { printable } from './printable';
import type { FaceRemedies } from './remedy-action';

/**
 * The message for an exception that is not a defect of the program, ready to be printed: refused
 * input, or an operation that the operating system refused (a full disk, a missing permission, too
 * little memory).
 *
 * @param remedies The words of the face that shows it.
 * @param format The text of one problem.
 * @returns Undefined for any other exception, which is a defect and should be shown with its stack
 *   trace.
 */
export function failureMessage(
  error: unknown,
  remedies: FaceRemedies = {},
  format: (diagnostic: Diagnostic) => string = formatDiagnostic,
): string | undefined {
  if (error instanceof InputError) {
    const diagnostics = error.diagnostics.map((item) => withFaceRemedy(item, remedies));
    return formatDiagnostics(diagnostics, format);
  }
  if (isOutOfMemory(error)) return `there is not enough memory: ${printable(error.message)}`;
  return isSystemError(error)
    ? `the operating system refused: ${printable(error.message)}`
    : undefined;
}

/**
 * The errors of V8 and Node if there is no memory for a buffer, a WebAssembly module or a thread.
 * (A full heap ends the process; the data held there are bounded.)
 */
function isOutOfMemory(error: unknown): error is Error {
  if (!types.isNativeError(error)) return false;
  const { code } = error as NodeJS.ErrnoException;
  if (code !== undefined && OUT_OF_MEMORY_CODES.has(code)) return true;
  return error.name === 'RangeError' && OUT_OF_MEMORY_TEXTS.test(error.message);
}

const OUT_OF_MEMORY_CODES: ReadonlySet<string> = new Set([
  'ERR_MEMORY_ALLOCATION_FAILED',
  'ERR_WORKER_INIT_FAILED',
  'ERR_WORKER_OUT_OF_MEMORY',
]);

const OUT_OF_MEMORY_TEXTS = /allocation failed|out of memory|could not allocate/i;

/** Node's errors of system calls carry the call and a code such as `ENOSPC` (Node.js, Errors). */
function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return (
    types.isNativeError(error) &&
    'syscall' in error &&
    'code' in error &&
    typeof error.code === 'string' &&
    /^E[A-Z0-9]+$/.test(error.code)
  );
}
