import { describe, expect, test } from '@jest/globals';
import { volumeIdentifier } from './volume-identifier';

describe('rules 9: the volume id is upper-cased and cut to 32 characters of A-Z 0-9 _', () => {
  test.each([
    ['AERO_GUEST_TOOLS', 'AERO_GUEST_TOOLS'],
    ['Aero Guest-Tools 1.2', 'AERO_GUEST_TOOLS_1_2'],
    ['x'.repeat(33), 'X'.repeat(32)],
    ['', ''],
    // One character becomes one, whatever its upper case: neither SS nor an ASCII I or S.
    ['stra\u{DF}e \u{131}\u{17F}', 'STRA_E___'],
    // A character outside the BMP is one, too.
    ['a\u{1F600}b', 'A_B'],
  ])('%j is recorded as %j', (text, identifier) => {
    expect(volumeIdentifier(text)).toBe(identifier);
    expect(volumeIdentifier(identifier)).toBe(identifier);
  });
});
