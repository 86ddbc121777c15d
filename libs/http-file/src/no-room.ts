import { InputError } from '@aero-guest-tools/diagnostics';

/** Codes of the errors that say that there is no room for a file. */
const NO_ROOM = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

/**
 * Explains an error of writing to the store.
 *
 * @param path What there is no room for, or in.
 * @returns The error as it is, if it is another one than that there is no room.
 */
export function noRoomError(path: string, error: unknown): unknown {
  const { code = '' } = error as NodeJS.ErrnoException;
  if (!NO_ROOM.has(code)) return error;
  return new InputError(
    {
      file: path,
      id: 'file.no-room',
      message: 'there is not enough disk space for the file',
      found: code,
      expected: 'a disk with enough space for the whole file',
      remedy: 'free some space, or name a store on another disk with AERO_GUEST_TOOLS_STORE',
    },
    { cause: error },
  );
}
