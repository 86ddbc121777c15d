import { warningDiagnostic, type Diagnostic } from '@aero-guest-tools/diagnostics';
import { toDCharacters } from './d-characters';

/** Bytes in the Volume Identifier field (ECMA-119, 8.4.7). */
const VOLUME_IDENTIFIER_LENGTH = 32;

/**
 * In characters: the field of a Joliet descriptor also has 32 bytes, two for each. Windows shows
 * this identifier.
 */
const JOLIET_VOLUME_IDENTIFIER_LENGTH = 16;

/**
 * The volume identifier for a text that a user chose: ASCII letters become upper case, every
 * character other than A-Z, 0-9 and `_` becomes `_`, and the result is cut to 32 characters
 * (ECMA-119, 8.4.7; packager rules, 9. Outputs). The Joliet descriptor has room for the first 16 of
 * them.
 */
export function volumeIdentifier(text: string): string {
  return toDCharacters(text).slice(0, VOLUME_IDENTIFIER_LENGTH);
}

/**
 * Warnings if the volume identifier made from a text may surprise the user: it is empty, consists
 * only of `_`, or is longer than the part that Windows shows.
 */
export function volumeIdentifierWarnings(text: string): readonly Diagnostic[] {
  const identifier = volumeIdentifier(text);
  const found = `${JSON.stringify(text)}, recorded as ${JSON.stringify(identifier)}`;
  if (identifier === '') {
    return [
      warningDiagnostic({
        id: 'iso.volume-id-empty',
        message: 'the volume id is empty: the volume has no name',
        found,
        expected: 'one or more of A-Z, 0-9 and _',
        remedy: 'name the volume',
      }),
    ];
  }
  if (/^_+$/.test(identifier) && !/^_+$/.test(text)) {
    return [
      warningDiagnostic({
        id: 'iso.volume-id-lost',
        message: 'nothing is left of the volume id: none of its characters can be recorded',
        found,
        expected: 'letters and digits of ASCII',
        remedy: 'choose a volume id of A-Z, 0-9 and _',
      }),
    ];
  }
  if (identifier.length <= JOLIET_VOLUME_IDENTIFIER_LENGTH) return [];
  const shown = identifier.slice(0, JOLIET_VOLUME_IDENTIFIER_LENGTH);
  return [
    warningDiagnostic({
      id: 'iso.volume-id-cut',
      message:
        'Windows shows the first 16 characters of the volume id only, as Joliet has room for them',
      found: `${found}, shown as ${JSON.stringify(shown)}`,
      expected: `at most ${String(JOLIET_VOLUME_IDENTIFIER_LENGTH)} characters`,
      remedy: 'choose a shorter volume id if it matters how the volume is shown',
    }),
  ];
}
