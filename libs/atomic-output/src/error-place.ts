/**
 * Has an error of the file system say where it happened. Node names the path where a system call takes
 * one, but writing takes a descriptor: a full disk would be told of without saying which.
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
