import { InputError, type Problem } from '@aero-guest-tools/diagnostics';

/** An ISO 9660 image, or what was asked of it, was refused. */
export class Iso9660Error extends InputError {
  override readonly name: string = 'Iso9660Error';
}

/** The image ends before something that it should hold. */
export class TruncatedImageError extends Iso9660Error {
  override readonly name: string = 'TruncatedImageError';
}

/** There is more in the image than a reader goes through: it was made to do harm. */
export class ReadLimitError extends Iso9660Error {
  override readonly name: string = 'ReadLimitError';
}

/** Where in which image a structure stands; only messages need it. */
export interface Place {
  /** Name of the image, see {@link RandomAccessSource.name}. */
  readonly file: string;
  /** The structure in the words of the standard, such as `directory "a/b"`. */
  readonly structure: string;
  /** Byte in the image at which the structure begins. */
  readonly offset: number;
}

/** The error for a structure that breaks the standard: the image is damaged, or made to do harm. */
export function malformed(
  place: Place,
  message: string,
  details: { readonly found: string; readonly expected: string },
): Iso9660Error {
  return new Iso9660Error(malformedProblem(place, message, details));
}

/** The problem of {@link malformed}. */
export function malformedProblem(
  place: Place,
  message: string,
  details: { readonly found: string; readonly expected: string },
): Problem {
  return {
    id: 'iso.malformed',
    file: place.file,
    message: `${place.structure} at byte ${String(place.offset)}: ${message}`,
    ...details,
    remedy: 'get the image again: it is damaged or does not follow the standard',
  };
}

/**
 * The error for an image that ends too early.
 *
 * @param expected Bytes that the image must hold at least.
 */
export function truncated(
  file: string,
  what: string,
  size: number,
  expected: number,
): TruncatedImageError {
  return new TruncatedImageError({
    id: 'iso.truncated',
    file,
    message: `the image is truncated: it ends before the end of ${what}`,
    found: `${String(size)} bytes`,
    expected: `at least ${String(expected)} bytes`,
    remedy: 'get the image again',
  });
}
