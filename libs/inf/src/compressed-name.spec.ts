import { expect, test } from '@jest/globals';
import { compressedNames } from './compressed-name';

test.each([
  ['demo.sys', 'demo.sy_'],
  ['x86/demo.DLL', 'x86/demo.DL_'],
  ['demo.html', 'demo.htm_'],
  ['demo.ax', 'demo.ax_'],
  ['demo.', 'demo._'],
  ['demo', 'demo._'],
  ['bin.x86/demo', 'bin.x86/demo._'],
])('rules 3: %s is stored compressed as %s', (file, compressed) => {
  expect(compressedNames(file)).toEqual([compressed, compressed.replace(/_$/, '$')]);
});
