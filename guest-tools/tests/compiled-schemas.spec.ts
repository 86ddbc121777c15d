import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { describe, expect, test } from '@jest/globals';

const { compiledSchemas } = require('../../tools/compile-schemas') as {
  compiledSchemas: () => readonly { readonly path: string; readonly source: string }[];
};

describe('what validates is what the schema says', () => {
  test.each(compiledSchemas().map(({ path, source }) => ({ name: basename(path), path, source })))(
    '$name is compiled from its schema as it is',
    ({ path, source }) => {
      expect(readFileSync(path, 'utf8')).toBe(source);
    },
  );
});
