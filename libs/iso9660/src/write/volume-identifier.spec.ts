import { describe, expect, test } from '@jest/globals';
import { volumeIdentifier, volumeIdentifierWarnings } from './volume-identifier';

describe('rules 9: the volume id is upper-cased and cut to 32 characters of A-Z 0-9 _', () => {
  test.each([
    ['AERO_GUEST_TOOLS', 'AERO_GUEST_TOOLS'],
    ['Aero Guest-Tools 1.2', 'AERO_GUEST_TOOLS_1_2'],
    ['x'.repeat(33), 'X'.repeat(32)],
    ['', ''],
    // Each character becomes exactly one, whatever its upper case: neither SS nor an ASCII I or S.
    ['stra\u{DF}e \u{131}\u{17F}', 'STRA_E___'],
    // A character outside the BMP also becomes one.
    ['a\u{1F600}b', 'A_B'],
  ])('%j is recorded as %j', (text, identifier) => {
    expect(volumeIdentifier(text)).toBe(identifier);
    expect(volumeIdentifier(identifier)).toBe(identifier);
  });
});

describe('rules 9: what becomes of a volume id is said', () => {
  test.each([
    ['', 'the volume has no name', '"", recorded as ""'],
    ['\u65e5\u672c', 'nothing is left of the volume id', '"\u65e5\u672c", recorded as "__"'],
    ['- -', 'nothing is left of the volume id', '"- -", recorded as "___"'],
    [
      'Aero Guest Tools 1',
      'Windows shows the first 16 characters',
      '"Aero Guest Tools 1", recorded as "AERO_GUEST_TOOLS_1", shown as "AERO_GUEST_TOOLS"',
    ],
  ])('%j: %s', (text, message, found) => {
    expect(volumeIdentifierWarnings(text)).toEqual([
      expect.objectContaining({
        severity: 'warning',
        message: expect.stringContaining(message),
        found,
      }),
    ]);
  });

  test.each(['AERO_GUEST_TOOLS', 'a', '_', 'gr\u00fcn'])('%j needs no word', (text) => {
    expect(volumeIdentifierWarnings(text)).toEqual([]);
  });
});
