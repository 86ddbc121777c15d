import { types } from 'node:util';
import { InputError } from './input-error';
import { printable } from './printable';

/**
 * What to tell the user, ready to be printed, of an exception that is no defect of the program: refused input, or an
 * operation that the operating system refused (a full disk, a missing permission).
 *
 * @returns Undefined for any other exception, which is a defect and wants its stack trace.
 */
export function failureMessage(error: unknown): string | undefined {
  if (error instanceof InputError) return error.message;
  return isSystemError(error)
    ? `the operating system refused: ${printable(error.message)}`
    : undefined;
}

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
