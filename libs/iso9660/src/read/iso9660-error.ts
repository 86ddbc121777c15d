import { InputError, type Problem } from '@aero-guest-tools/diagnostics';

/** An ISO 9660 image was refused, or a request that it cannot satisfy. */
export class Iso9660Error extends InputError {
  override readonly name: string = 'Iso9660Error';
}

/** The image ends before something that it should hold. */
export class TruncatedImageError extends Iso9660Error {
  override readonly name: string = 'TruncatedImageError';
}

/** The image holds more than the reader's limits allow: it is malicious. */
export class ReadLimitError extends Iso9660Error {
  override readonly name: string = 'ReadLimitError';
}

/** The location of a structure in an image, for messages only. */
export interface Place {
  /** Name of the image, see {@link RandomAccessSource.name}. */
  readonly file: string;
  /** The structure in the words of the standard, such as `directory "a/b"`. */
  readonly structure: string;
  /** Byte in the image at which the structure begins. */
  readonly offset: number;
}

/** The error for a structure that violates the standard: the image is damaged, or malicious. */
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
 * @param expected The least number of bytes that the image must hold.
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
