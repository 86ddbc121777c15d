import { malformedProblem, ReadLimitError, type Place } from './iso9660-error';
import type { RandomAccessSource } from './random-access-source';

/**
 * The most directory records that are read in total, and so the most files, or extents of files,
 * that can be listed. An installation medium has some ten thousand. A malicious image can have
 * twenty million, and a caller that lists it keeps some memory for each.
 */
const MAXIMUM_RECORDS = 2 ** 19;

/**
 * UTF-16 code units of all paths and link targets together. A path repeats the names of all parent
 * directories, so paths can be far larger than the image.
 */
const MAXIMUM_CHARACTERS = 2 ** 25;

/** How much may still be read, of one directory or of a whole image. */
export interface ReadBudget {
  /**
   * Bytes of directories and continuation areas. In a valid image these do not overlap, so together
   * they are not larger than the image. In a malicious one they overlap, and a few kilobytes could
   * keep the reader busy for days.
   */
  bytes: number;
  records: number;
  characters: number;
}

/** The budget for an image. */
export function readBudget({ size }: RandomAccessSource): ReadBudget {
  return { bytes: size, records: MAXIMUM_RECORDS, characters: MAXIMUM_CHARACTERS };
}

/**
 * Spends bytes of a directory or of a continuation area.
 *
 * @throws ReadLimitError if fewer are left.
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
 * Spends a directory record.
 *
 * @throws ReadLimitError if none is left.
 */
export function spendRecord(budget: ReadBudget, place: Place): void {
  budget.records -= 1;
  if (budget.records < 0) {
    throw tooMuch(place, `more than ${String(MAXIMUM_RECORDS)} directory records`);
  }
}

/**
 * Spends text that was made of names, in UTF-16 code units.
 *
 * @throws ReadLimitError if less is left.
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
