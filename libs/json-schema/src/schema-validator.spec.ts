import { readFileSync } from 'node:fs';
import { parseJson } from '@aero-guest-tools/canonical-json';
import type { Problem } from '@aero-guest-tools/diagnostics';
import { describe, expect, test } from '@jest/globals';
import { compiledSchemaSource, compileSchema } from './compile-schema';
import { schemaValidator, type SchemaValidator } from './schema-validator';
import type { StringFormat } from './string-format';

/** A schema with every keyword that the schemas in specs/schemas use. */
const SCHEMA = `{
  "$schema": "https://json-schema.org/draft/2020-12/schema",
  "type": "object",
  "additionalProperties": false,
  "required": ["version", "owner"],
  "properties": {
    "version": { "description": "The version, which is 1.", "const": 1 },
    "owner": { "type": "string" },
    "title": { "description": "The title.", "type": "string", "minLength": 2 },
    "slots": { "description": "From 1 to 4.", "type": "integer", "minimum": 1, "maximum": 4 },
    "parts": {
      "description": "At least two parts.",
      "type": "array",
      "minItems": 2,
      "items": { "$ref": "#/$defs/part" }
    },
    "colour": { "description": "A colour.", "type": "string", "format": "colour" },
    "width": { "description": "In millimetres.", "type": "number" },
    "side": { "description": "The side.", "enum": ["left", "right"] },
    "labels": {
      "description": "Texts by lower-case names.",
      "type": "object",
      "minProperties": 1,
      "patternProperties": { "^[a-z]+$": { "type": "string" } },
      "additionalProperties": false
    }
  },
  "if": { "required": ["width"] },
  "then": { "description": "What has a width has slots.", "required": ["slots"] },
  "$defs": {
    "part": { "description": "a word, not ..", "type": "string", "pattern": "^[a-z]+$" }
  }
}`;

const FORMATS: Readonly<Record<string, StringFormat>> = {
  colour: {
    description: 'a colour',
    flaw: (text) => (text === 'red' ? undefined : 'not red'),
    remedy: 'take red',
  },
};

function validator(): SchemaValidator {
  return schemaValidator(compileSchema(JSON.parse(SCHEMA) as object, FORMATS), FORMATS);
}

function problemsOf(text: string): readonly Problem[] {
  return validator()(parseJson(text, 'thing.json'));
}

/** The problems of a document that is valid except for `properties`. */
function problemsWith(properties: object): readonly Problem[] {
  return problemsOf(JSON.stringify({ version: 1, owner: 'me', ...properties }));
}

test('a valid document has no problems', () => {
  const valid = { title: 'ab', slots: 1, parts: ['a', 'b'], colour: 'red', width: 0.5 };
  expect(problemsWith(valid)).toEqual([]);
});

/** The keywords, each with properties that violate it, and the resulting message. */
const SENTENCES: readonly (readonly [keyword: string, properties: object, problem: Problem])[] = [
  [
    'type',
    { slots: 1.5 },
    {
      id: 'json.wrong-type',
      message: '"slots" has the wrong type',
      found: '1.5',
      expected: 'an integer: From 1 to 4',
      remedy: 'write an integer',
    },
  ],
  [
    'const',
    { version: 2 },
    {
      id: 'json.unsupported-value',
      message: '"version" has an unsupported value',
      found: '2',
      expected: 'The version, which is 1',
      remedy: 'write 1',
    },
  ],
  [
    'enum',
    { side: 'top' },
    {
      id: 'json.unsupported-value',
      message: '"side" has an unsupported value',
      found: '"top"',
      expected: 'The side',
      remedy: 'write "left" or "right"',
    },
  ],
  [
    'minProperties',
    { labels: {} },
    {
      id: 'json.empty-object',
      message: '"labels" is empty',
      found: '{}',
      expected: 'Texts by lower-case names',
      remedy: 'add a member',
    },
  ],
  [
    'pattern',
    { parts: ['A', 'b'] },
    {
      id: 'json.wrong-form',
      message: 'an entry of "parts" does not have the expected form',
      found: '"A"',
      expected: 'a word, not ..',
      remedy: 'correct the value',
    },
  ],
  [
    'format',
    { colour: 'blue' },
    {
      id: 'json.wrong-format',
      message: '"colour" is not a colour',
      found: '"blue" (not red)',
      expected: 'A colour',
      remedy: 'take red',
    },
  ],
  [
    'minItems',
    { parts: ['a'] },
    {
      id: 'json.too-few-elements',
      message: '"parts" is too short',
      found: '["a"]',
      expected: 'At least two parts',
      remedy: 'add an element',
    },
  ],
  [
    'minLength',
    { title: 'a' },
    {
      id: 'json.too-short',
      message: '"title" is too short',
      found: '"a"',
      expected: 'The title',
      remedy: 'write a longer text',
    },
  ],
  [
    'minimum',
    { slots: 0 },
    {
      id: 'json.out-of-range',
      message: '"slots" is out of range',
      found: '0',
      expected: 'From 1 to 4',
      remedy: 'write a number within the range',
    },
  ],
  [
    'maximum',
    { slots: 5 },
    {
      id: 'json.out-of-range',
      message: '"slots" is out of range',
      found: '5',
      expected: 'From 1 to 4',
      remedy: 'write a number within the range',
    },
  ],
  [
    'required',
    { version: undefined },
    {
      id: 'json.missing-property',
      message: 'the property "version" is missing',
      found: '"owner"',
      expected: '"version". The version, which is 1',
      remedy: 'add "version"',
    },
  ],
  [
    'additionalProperties',
    { Slot: 1 },
    {
      id: 'json.unknown-property',
      message: 'the property "Slot" is unknown',
      found: '"Slot"',
      expected:
        'one of "version", "owner", "title", "slots", "parts", "colour", "width", "side", "labels"',
      remedy: 'write "slots" if that is what you mean',
    },
  ],
];

describe('every keyword has a sentence, with what was found, what was expected and what to do', () => {
  test.each(SENTENCES)('%s', (_, properties, problem) => {
    expect(problemsWith(properties)).toEqual([expect.objectContaining({ ...problem })]);
  });

  test.each([
    [{ title: '' }, '"title" is empty'],
    [{ parts: [] }, '"parts" is empty'],
  ])('%j is empty rather than too short', (properties, message) => {
    expect(problemsWith(properties)).toMatchObject([{ message }]);
  });

  test('a property that is like none has to go', () => {
    expect(problemsWith({ comment: '' })).toMatchObject([{ remedy: 'remove it' }]);
  });

  test('a name that is not of the form of all names', () => {
    expect(problemsWith({ labels: { A: 'a' } })).toMatchObject([
      {
        message: 'the property "A" is unknown',
        expected: 'Texts by lower-case names',
        remedy: 'remove it',
      },
    ]);
  });

  test('a property that another one requires: why, and nothing about the condition', () => {
    expect(problemsWith({ width: 1 })).toMatchObject([
      {
        message: 'the property "slots" is missing',
        expected: '"slots". What has a width has slots',
      },
    ]);
  });

  test('without a description, the type or the name says what is expected', () => {
    expect(problemsWith({ owner: null })).toMatchObject([{ expected: 'a string' }]);
    expect(problemsWith({ owner: undefined })).toMatchObject([{ expected: '"owner"' }]);
  });

  test('the whole document may be at fault', () => {
    expect(problemsOf('[]')).toMatchObject([
      {
        pointer: '',
        message: 'the document has the wrong type',
        found: '[]',
        expected: 'an object',
        remedy: 'write an object',
      },
    ]);
  });

  test('long values are cut where they are shown', () => {
    const [problem] = problemsWith({ slots: 'x'.repeat(1000) });
    expect(problem?.found).toBe(`"${'x'.repeat(79)}...`);
  });

  test('a keyword without one is a defect, which the user is not told in the words of ajv', () => {
    const validate = schemaValidator(compileSchema({ type: 'number', multipleOf: 2 }));
    expect(() => validate(parseJson('1', 'thing.json'))).toThrow(
      new Error('The schema uses the keyword "multipleOf", which has no sentence.'),
    );
  });
});

describe('all problems are reported together', () => {
  const text = [
    '{',
    '  "width": "wide", "a/b": 1,',
    '  "slots": 9,',
    '  "parts": [ "a",',
    '    "B" ],',
    '  "owner": "me"',
    '}',
  ].join('\n');

  test('in the order in which they stand, each at its place; unknown properties at their name', () => {
    expect(
      problemsOf(text).map(({ file, position, pointer }) => [
        `${String(file)}:${String(position?.line)}:${String(position?.column)}`,
        pointer,
      ]),
    ).toEqual([
      ['thing.json:1:1', ''],
      ['thing.json:2:12', '/width'],
      ['thing.json:2:20', '/a~1b'],
      ['thing.json:3:12', '/slots'],
      ['thing.json:5:5', '/parts/1'],
    ]);
  });

  test('a second document has its own', () => {
    const validate = validator();
    const first = validate(parseJson(text, 'thing.json'));
    expect(validate(parseJson('{"version":1,"owner":"me"}', 'other.json'))).toEqual([]);
    expect(first).toHaveLength(5);
  });
});

describe('the schemas of the project', () => {
  const HOLD_SCHEMAS = new Set(['properties', 'patternProperties', '$defs', 'allOf']);
  const ARE_SCHEMAS = new Set(['items', 'if', 'then']);
  const NEVER_FAIL = new Set([
    '$schema',
    '$ref',
    'title',
    'description',
    'default',
    'deprecated',
    'examples',
  ]);

  /**
   * The keywords of a schema that a value can violate, and the places where they have no
   * description.
   */
  function assertionsOf(name: string): { keywords: Set<string>; undescribed: readonly string[] } {
    const file = require.resolve(`@aero-guest-tools/specs/schemas/${name}.schema.json`);
    const keywords = new Set<string>();
    const undescribed = new Set<string>();
    const visit = (schema: object, pointer: string): void => {
      for (const [keyword, value] of Object.entries(schema) as [string, object][]) {
        const below = `${pointer}/${keyword}`;
        if (HOLD_SCHEMAS.has(keyword)) {
          for (const [key, child] of Object.entries(value))
            visit(child as object, `${below}/${key}`);
        } else if (ARE_SCHEMAS.has(keyword)) {
          visit(value, below);
        } else if (!NEVER_FAIL.has(keyword)) {
          keywords.add(keyword);
          if (!('description' in schema)) undescribed.add(pointer);
        }
      }
    };
    visit(JSON.parse(readFileSync(file, 'utf8')) as object, '');
    return { keywords, undescribed: [...undescribed] };
  }

  const contract = assertionsOf('windows-device-contract');
  const spec = assertionsOf('packaging-spec');
  const guestMedia = assertionsOf('guest-media');

  test('use no other keywords than those with a sentence, and each of them', () => {
    const used = new Set([...contract.keywords, ...spec.keywords, ...guestMedia.keywords]);
    expect([...used].toSorted()).toEqual(SENTENCES.map(([keyword]) => keyword).toSorted());
  });

  test('describe what they expect, but for conditions and the objects in the lists of drivers', () => {
    const condition = '/$defs/device/if';
    expect(contract.undescribed).toEqual([condition, `${condition}/properties/device`]);
    expect(spec.undescribed).toEqual(['/$defs/driver', '/$defs/requiredDriver']);
    expect(guestMedia.undescribed).toEqual([]);
  });
});

describe('a document that is wrong in very many places', () => {
  const schema = {
    type: 'array',
    items: { $ref: '#/$defs/part' },
    $defs: {
      part: { type: 'object', required: ['name'], properties: { name: { $ref: '#/$defs/name' } } },
      name: { type: 'string' },
    },
  };

  test('gets its first thousand problems, after one that says how many there are', () => {
    const list = JSON.stringify(Array.from({ length: 150_000 }, () => ({ name: 1 })));
    const found = schemaValidator(compileSchema(schema))(parseJson(list, 'a.json'));
    expect(found).toHaveLength(1001);
    expect(found[0]).toMatchObject({ position: { line: 1 }, found: '150000 problems' });
    expect(found[1]).toMatchObject({ pointer: '/0/name' });
    expect(found[1000]).toMatchObject({ pointer: '/999/name' });
  });

  test('is read in linear time: compiled code adds errors to a list in place', () => {
    const source = compiledSchemaSource(schema, 'a.schema.json');
    expect(source).toContain('for(const error of');
    expect(source).not.toContain('.concat(');
  });
});
