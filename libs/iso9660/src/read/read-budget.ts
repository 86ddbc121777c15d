import { malformedProblem, ReadLimitError, type Place } from './iso9660-error';
import type { RandomAccessSource } from './random-access-source';

/**
 * Directory records that are gone through at the most, together: as many files, or extents of files,
 * can be listed. An installation medium has some ten thousand; a hostile image can have twenty
 * million, and whoever lists it keeps something of each in memory.
 */
const MAXIMUM_RECORDS = 2 ** 19;

/**
 * UTF-16 code units of paths and link targets together. A path holds the names of all directories
 * above, so that paths can be larger than the image by far.
 */
const MAXIMUM_CHARACTERS = 2 ** 25;

/** What may still be gone through, of one directory or of a whole image. */
export interface ReadBudget {
  /**
   * Bytes of directories and continuation areas. In a sound image they lie side by side, so together
   * they cannot be larger than the image; in a hostile one they overlap, and a few kilobytes could
   * keep the reader busy for days.
   */
  bytes: number;
  records: number;
  characters: number;
}

/** What may be gone through in an image. */
export function readBudget({ size }: RandomAccessSource): ReadBudget {
  return { bytes: size, records: MAXIMUM_RECORDS, characters: MAXIMUM_CHARACTERS };
}

/**
 * Takes bytes of a directory or of a continuation area off the budget.
 *
 * @throws ReadLimitError if there are not as many left.
 */
export function spendBytes(budget: ReadBudget, bytes: number, place: Place): void {
  budget.bytes -= bytes;
  if (budget.bytes < 0) {
    throw new ReadLimitError(
      malformedProblem(place, 'the directories are larger than the image', {
        found: 'directories or continuation areas that overlap',
        expected: 'each byte to belong to one directory',
      }),
    );
  }
}

/**
 * Takes a directory record off the budget.
 *
 * @throws ReadLimitError if there is none left.
 */
export function spendRecord(budget: ReadBudget, place: Place): void {
  budget.records -= 1;
  if (budget.records < 0) {
    throw tooMuch(place, `more than ${String(MAXIMUM_RECORDS)} directory records`);
  }
}

/**
 * Takes text that was made of names, in UTF-16 code units, off the budget.
 *
 * @throws ReadLimitError if there are not as many left.
 */
export function spendCharacters(budget: ReadBudget, characters: number, place: Place): void {
  budget.characters -= characters;
  if (budget.characters < 0) {
    throw tooMuch(place, `paths of more than ${String(MAXIMUM_CHARACTERS)} characters together`);
  }
}

function tooMuch({ file, structure }: Place, found: string): ReadLimitError {
  return new ReadLimitError({
    file,
    id: 'iso.too-much-in-it',
    message: `${structure}: the image has more entries than can be listed`,
    found,
    expected: 'an image that can be listed in bounded memory',
    remedy: 'get the image again, or take what is needed out of it with the program that wrote it',
  });
}
