import { errorDiagnostic, type Diagnostic } from '@aero-guest-tools/diagnostics';
import { type FileDescription } from './image-file';

/** Lengths of files and numbers of sectors are recorded in 32 bits (ECMA-119, 7.3). */
const MAXIMUM_NUMBER = 0xffffffff;

/** The number of a parent directory is recorded in 16 bits (ECMA-119, 9.4.4). */
const MAXIMUM_DIRECTORIES = 0xffff;

/** Refuses a date that is not a whole number of seconds. */
export function dateErrors(sourceDateEpoch: number): Diagnostic[] {
  if (Number.isInteger(sourceDateEpoch)) return [];
  return [
    errorDiagnostic({
      id: 'iso.date-not-whole',
      message: 'the source date epoch is not a whole number',
      found: String(sourceDateEpoch),
      expected: 'seconds since 1970-01-01T00:00:00Z',
      remedy: 'give a whole number of seconds',
    }),
  ];
}

/** Refuses files of 4 GiB or more, which would need more than one extent (packager rules, 5. Paths). */
export function sizeErrors(files: readonly FileDescription[]): Diagnostic[] {
  return files
    .filter(({ size }) => !(Number.isInteger(size) && size >= 0 && size <= MAXIMUM_NUMBER))
    .map(({ path, size }) =>
      errorDiagnostic({
        file: path,
        id: 'iso.file-too-large',
        message: 'the file does not fit in an extent of ISO 9660',
        found: `${String(size)} bytes`,
        expected: 'less than 4 GiB (4294967296 bytes)',
        remedy: 'leave the file out or split it',
      }),
    );
}

/** Refuses more directories than path tables can number, and more sectors than extents can. */
export function overflowErrors(directories: number, sectors: number): Diagnostic[] {
  const errors: Diagnostic[] = [];
  if (directories > MAXIMUM_DIRECTORIES) {
    errors.push(
      errorDiagnostic({
        id: 'iso.too-many-directories',
        message: 'there are more directories than a path table has numbers for',
        found: `${String(directories)} directories, the root included`,
        expected: `at most ${String(MAXIMUM_DIRECTORIES)}`,
        remedy: 'leave directories out',
      }),
    );
  }
  if (sectors > MAXIMUM_NUMBER) {
    errors.push(
      errorDiagnostic({
        id: 'iso.image-too-large',
        message: 'the image has more sectors than ISO 9660 has numbers for',
        found: `${String(sectors)} sectors of 2048 bytes`,
        expected: `at most ${String(MAXIMUM_NUMBER)}`,
        remedy: 'leave files out',
      }),
    );
  }
  return errors;
}
