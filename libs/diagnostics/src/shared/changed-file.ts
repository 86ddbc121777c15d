import type { Problem } from '../diagnostic';

/** What was found in a file, and what it was before: sizes, hashes, or descriptions. */
export interface Change {
  readonly found?: string | undefined;
  readonly expected?: string | undefined;
}

const REMEDY = 'run again when no program writes to it';

/** The problem of a file whose contents changed while they were read. */
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

/** The problem of a file that no longer has the contents that an earlier step checked. */
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
