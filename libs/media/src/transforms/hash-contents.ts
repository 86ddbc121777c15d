import type { Transform } from 'node:stream';
import { InputError } from '@aero-guest-tools/diagnostics';
import { digest } from '../digest';
import { mediaPathOf, setContents } from '../media-file';
import { eachFile } from './file-transform';

/** Reads each file once and notes its SHA-256. Its contents can be read again after that. */
export function hashContents(): Transform {
  return eachFile(async (file) => {
    const { size, sha256 } = await digest(file.contents);
    if (size !== file.size) {
      throw new InputError({
        file: mediaPathOf(file),
        message: 'the file changed while it was read',
        found: `${String(size)} bytes`,
        expected: `${String(file.size)} bytes`,
        remedy: 'run the task again when nothing writes to it',
      });
    }
    setContents(file, file.openContents);
    return Object.assign(file, { sha256 });
  });
}
