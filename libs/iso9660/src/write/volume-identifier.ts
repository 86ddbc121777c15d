import { warningDiagnostic, type Diagnostic } from '@aero-guest-tools/diagnostics';
import { toDCharacters } from './d-characters';

/** Bytes in the Volume Identifier field (ECMA-119, 8.4.7). */
const VOLUME_IDENTIFIER_LENGTH = 32;

/** The same field of a Joliet descriptor has 32 bytes too, two a character. Windows shows this one. */
const JOLIET_VOLUME_IDENTIFIER_LENGTH = 16;

/**
 * The volume identifier for a text that a user chose: ASCII letters upper-cased, every character
 * that is not one of A-Z, 0-9 and `_` replaced by `_`, cut to 32 characters (ECMA-119, 8.4.7;
 * packager rules, 9. Outputs). The Joliet descriptor has room for the first 16 of them.
 */
export function volumeIdentifier(text: string): string {
  return toDCharacters(text).slice(0, VOLUME_IDENTIFIER_LENGTH);
}

/**
 * What is not as a user may think of the volume identifier that is made of a text: it is empty, nothing of
 * it is left but `_`, or Windows shows a part of it only.
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
