import { describe, expect, test } from '@jest/globals';
import { bytesReadInTrace } from './bytes-read';

const TREE = '/bench/tree';

describe('the bytes that a trace of strace shows', () => {
  test.each([
    { call: 'read(17</bench/tree/a.sys>, ""..., 262144) = 5000', bytes: 5000 },
    { call: 'pread64(17</bench/tree/x/a.sys>, ""..., 1048576, 2048) = 2048', bytes: 2048 },
    { call: 'read(17</bench/tree>, ""..., 10) = 10', bytes: 10 },
    {
      call: 'mmap(NULL, 4096, PROT_READ, MAP_PRIVATE, 3</bench/tree/a.sys>, 0) = 0x7f0a00000000',
      bytes: 4096,
    },
    { call: 'copy_file_range(3</bench/tree/a>, [0], 4</out>, [0], 9, 0) = 9', bytes: 9 },
    { call: 'read(17</bench/tree-of-another/a.sys>, ""..., 262144) = 5000', bytes: 0 },
    { call: 'read(17</bench/tree/a.sys>, 0x7f, 262144) = -1 EIO (Input/output error)', bytes: 0 },
    { call: '+++ exited with 0 +++', bytes: 0 },
  ])('$call', ({ call, bytes }) => {
    expect(bytesReadInTrace(`${call}\n`, TREE)).toBe(bytes);
  });

  test('are those of all calls together', () => {
    const call = 'read(17</bench/tree/a.sys>, ""..., 4) = 4\n';
    expect(bytesReadInTrace(call.repeat(3), TREE)).toBe(12);
  });
});
