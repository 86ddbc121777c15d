import type { Diagnostic } from './diagnostic';
import { JOINED_BY, type FaceRemedies } from './remedy-action';

/** A diagnostic whose remedy names the option, variable or command of a face. */
export function withFaceRemedy(
  { action, ...diagnostic }: Diagnostic,
  remedies: FaceRemedies,
): Diagnostic {
  const words = action && remedies[action];
  if (action === undefined || words === undefined) return diagnostic;
  const { remedy } = diagnostic;
  return {
    ...diagnostic,
    remedy: remedy === undefined ? words : `${remedy}${JOINED_BY[action]}${words}`,
  };
}
