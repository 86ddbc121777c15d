import { isAbsolute, relative, sep } from 'node:path';
import {
  errorDiagnostic,
  failureMessage,
  formatDiagnostic,
  formatDiagnostics,
  InputError,
  withFaceRemedy,
  type Diagnostic,
  type FaceRemedies,
} from '@aero-guest-tools/diagnostics';

/**
 * The report of an exception that is not a defect of the program; its text is ready to be printed.
 */
export interface FailureReport {
  readonly text: string;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Describes refused input, or an operation that the operating system refused.
 *
 * @param workingDirectory Absolute; files below it are named relative to it.
 * @param remedies The words of the program that failed.
 * @param format The text of one problem.
 * @returns Undefined for any other exception, which is a defect.
 */
export function reportFailure(
  error: unknown,
  workingDirectory: string,
  remedies: FaceRemedies = {},
  format: (diagnostic: Diagnostic) => string = formatDiagnostic,
): FailureReport | undefined {
  if (error instanceof InputError) {
    const diagnostics = error.diagnostics.map((item) =>
      withFaceRemedy(shownDiagnostic(item, workingDirectory), remedies),
    );
    return { text: formatDiagnostics(diagnostics, format), diagnostics };
  }
  const message = failureMessage(error);
  return message === undefined
    ? undefined
    : { text: message, diagnostics: [errorDiagnostic({ id: 'system.refused', message })] };
}

/** A path as a person in the working directory would write it. */
function shownPath(path: string, workingDirectory: string): string {
  const below = relative(workingDirectory, path);
  return below === '' || below === '..' || below.startsWith(`..${sep}`) || isAbsolute(below)
    ? path
    : below;
}

/** A diagnostic whose file is named relative to the working directory. */
export function shownDiagnostic(diagnostic: Diagnostic, workingDirectory: string): Diagnostic {
  const { file } = diagnostic;
  return file === undefined || !isAbsolute(file)
    ? diagnostic
    : { ...diagnostic, file: shownPath(file, workingDirectory) };
}
