import { appendToPointer, type JsonDocument } from '@aero-guest-tools/canonical-json';
import { formatList, type Problem } from '@aero-guest-tools/diagnostics';
import type { ErrorObject } from 'ajv/dist/2020';
import { closestName } from './closest-name';
import { patternProblem } from './pattern';

/** Values longer than this many UTF-16 code units are cut where they are shown. */
const MAXIMUM_SHOWN = 80;

/** Puts what a JSON Schema has against a document into words, with the place of each value. */
export function schemaProblems(
  document: JsonDocument,
  errors: readonly ErrorObject[],
): readonly Problem[] {
  return errors.map((error) => schemaProblem(document, error));
}

function schemaProblem(document: JsonDocument, error: ErrorObject): Problem {
  switch (error.keyword) {
    case 'additionalProperties':
      return unknownProperty(document, error);
    case 'required':
      return missingProperty(document, error);
    case 'type':
      return at(document, error.instancePath, {
        message: `${subject(error)} has the wrong type`,
        found: show(error.data),
        expected: withArticle(String(error.params['type'])),
        remedy: 'write a value of that type',
      });
    case 'format':
      return at(document, error.instancePath, {
        message: `${subject(error)} is not a regular expression`,
        found: `${show(error.data)} (${patternProblem(String(error.data)) ?? ''})`,
        expected: description(error),
        remedy: 'correct it; look-around and back-references are not supported',
      });
    default:
      return at(document, error.instancePath, {
        message: `${subject(error)} does not have the expected form`,
        found: show(error.data),
        expected: description(error),
        remedy: 'correct the value',
      });
  }
}

function unknownProperty(document: JsonDocument, error: ErrorObject): Problem {
  const name = String(error.params['additionalProperty']);
  const known = propertyNames(error);
  const suggestion = closestName(name, known);
  const pointer = appendToPointer(error.instancePath, name);
  return {
    ...at(document, pointer, { message: `unknown property ${show(name)}` }),
    position: document.keyPosition(pointer),
    expected: `one of ${formatList(known)}`,
    remedy: suggestion === undefined ? 'remove it' : `did you mean ${show(suggestion)}?`,
  };
}

function missingProperty(document: JsonDocument, error: ErrorObject): Problem {
  const name = String(error.params['missingProperty']);
  return at(document, error.instancePath, {
    message: `the property ${show(name)} is missing`,
    found: formatList(Object.keys(error.data as object)),
    expected: show(name),
    remedy: `add ${show(name)}`,
  });
}

function at(document: JsonDocument, pointer: string, problem: Problem): Problem {
  return { file: document.file, position: document.position(pointer), pointer, ...problem };
}

/** The value's own name, or that of the list that it stands in: `"drivers"`. */
function subject({ instancePath }: ErrorObject): string {
  const tokens = instancePath.split('/').slice(1);
  const name = tokens.findLast((token) => !/^[0-9]+$/.test(token));
  if (name === undefined) return 'the spec';
  return tokens.at(-1) === name ? show(name) : `an entry of ${show(name)}`;
}

function description({ parentSchema }: ErrorObject): string {
  return String(parentSchema?.['description'] ?? '');
}

function propertyNames({ parentSchema }: ErrorObject): readonly string[] {
  return Object.keys((parentSchema?.['properties'] ?? {}) as object);
}

function withArticle(type: string): string {
  return /^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`;
}

function show(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > MAXIMUM_SHOWN ? `${text.slice(0, MAXIMUM_SHOWN)}...` : text;
}
