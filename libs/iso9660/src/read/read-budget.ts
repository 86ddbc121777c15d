import { malformed, type Place } from './iso9660-error';

/**
 * How many bytes of directories and continuation areas may still be gone through. In a sound image
 * they lie side by side, so together they cannot be larger than the image; in a hostile one they
 * overlap, and a few kilobytes could keep the reader busy for days.
 */
export interface ReadBudget {
  remaining: number;
}

/**
 * Takes bytes off the budget.
 *
 * @throws Iso9660Error if there are not as many left.
 */
export function spend(budget: ReadBudget, bytes: number, place: Place): void {
  budget.remaining -= bytes;
  if (budget.remaining < 0) {
    throw malformed(place, 'the directories are larger than the image', {
      found: 'directories or continuation areas that overlap',
      expected: 'each byte to belong to one directory',
    });
  }
}
