/**
 * Adds the path to an error of the file system. Node names the path if a system call takes one, but
 * writing takes a descriptor: the error for a full disk would not say which file it was.
 *
 * @param error Changed, if it is an error of a system call without a path.
 * @returns The same error.
 */
export function withPlace(error: unknown, path: string): unknown {
  if (error instanceof Error && 'syscall' in error && !('path' in error)) {
    error.message = `${error.message} '${path}'`;
    Object.assign(error, { path });
  }
  return error;
}
