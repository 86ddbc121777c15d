import { expect, test } from '@jest/globals';
import { transferText } from './transfer-text';

test.each([
  [0, 735_000_000, 'downloading 0 of 735 MB (0 %) from x'],
  [12_900_000, 735_000_001, 'downloading 12 of 736 MB (1 %) from x'],
  [735_000_000, 735_000_000, 'downloading 735 of 735 MB (100 %) from x'],
  [12_900_000, undefined, 'downloading 12 MB from x'],
  [0, 0, 'downloading 0 of 0 MB (0 %) from x'],
])('%j of %j bytes', (received, size, text) => {
  expect(transferText('x', received, size)).toBe(text);
});
