import { hash } from 'node:crypto';
import { inflateRawSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { incompressible, repetitive } from '../sample-data.fixture';
import { deflate } from './deflate';

describe('RFC 1951: what is compressed can be inflated', () => {
  test.each([0, 1, 2, 3, 259, 32_767, 32_768, 65_537, 300_000])('%d bytes', (size) => {
    for (const alphabet of [1, 3, 64, 256]) {
      const data = repetitive(size, alphabet);
      expect(inflateRawSync(deflate(data)).equals(data)).toBe(true);
    }
  });
});

describe('rules 9: the bytes depend on the contents alone', () => {
  test('golden hash', () => {
    // The hash changes with the compressor or its level; then no earlier archive can be reproduced.
    expect(hash('sha256', deflate(repetitive(300_000)))).toBe(
      'bd8f04dda1e4fafcb4ca054542d49b7c659cd2bbb7276148c706c1db5b780c24',
    );
  });

  test('not on what was compressed before', () => {
    const data = repetitive(100_000);
    const expected = hash('sha256', deflate(data));
    for (const other of [incompressible(1_000_000), Buffer.alloc(2_000_000), Buffer.alloc(0)]) {
      deflate(other);
      expect(hash('sha256', deflate(data))).toBe(expected);
    }
  });

  test('they are memory of their own, which stays as it is and can be sent to another thread', () => {
    const data = repetitive(1000);
    const first = deflate(data);
    const before = Buffer.from(first);
    deflate(incompressible(1000));
    expect(before.equals(first)).toBe(true);
    expect(first.buffer.byteLength).toBe(first.length);
  });
});
