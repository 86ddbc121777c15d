import { InputError } from '@aero-guest-tools/diagnostics';

/** Codes of the errors for a lack of room. */
const NO_ROOM = new Set(['ENOSPC', 'EDQUOT', 'EFBIG']);

/**
 * Explains an error of writing to the store.
 *
 * @param path The file or directory that there is no room for.
 * @returns Any other error is returned unchanged.
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
