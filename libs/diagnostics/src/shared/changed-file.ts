import type { Problem } from '../diagnostic';

/** What a file was found to be, and what it was before: sizes, hashes, or words for them. */
export interface Change {
  readonly found?: string | undefined;
  readonly expected?: string | undefined;
}

const REMEDY = 'run again when no program writes to it';

/** That the contents of a file were not the same from the beginning to the end of reading them. */
export function changedWhileRead(file: string, { found, expected }: Change): Problem {
  return {
    id: 'file.changed-while-read',
    file,
    message: 'the file changed while it was being read',
    found,
    expected,
    remedy: REMEDY,
  };
}

/** That a file no longer has the contents that an earlier step checked. */
export function changedSinceChecked(file: string, { found, expected }: Change): Problem {
  return {
    id: 'file.changed-since-checked',
    file,
    message: 'the file has changed since it was checked',
    found,
    expected,
    remedy: REMEDY,
  };
}
