import { appendToPointer, type JsonDocument } from '@aero-guest-tools/canonical-json';
import { formatList, type Problem } from '@aero-guest-tools/diagnostics';
import type { ErrorObject } from 'ajv/dist/2020';
import { nearMiss } from './near-miss';

/** Values longer than this many UTF-16 code units are cut where they are shown. */
const MAXIMUM_SHOWN = 80;

/**
 * Puts what the schema has against a document into words, with the place of each value. What is
 * expected is the description in the schema, the same that an editor shows.
 */
export function schemaProblems(
  document: JsonDocument,
  errors: readonly ErrorObject[],
): readonly Problem[] {
  return (
    errors
      // It only repeats that what follows `then` does not hold.
      .filter(({ keyword }) => keyword !== 'if')
      .map((error) => schemaProblem(document, error))
  );
}

/** A problem with the value at a JSON pointer of the document. */
export function problemAt(document: JsonDocument, pointer: string, problem: Problem): Problem {
  return { file: document.file, position: document.position(pointer), pointer, ...problem };
}

/** A value as JSON, cut if it is long. */
export function show(value: unknown): string {
  const text = JSON.stringify(value);
  return text.length > MAXIMUM_SHOWN ? `${text.slice(0, MAXIMUM_SHOWN)}...` : text;
}

function schemaProblem(document: JsonDocument, error: ErrorObject): Problem {
  switch (error.keyword) {
    case 'additionalProperties':
      return unknownProperty(document, error);
    case 'required':
      return missingProperty(document, error);
    case 'type':
      return invalidValue(document, error, 'has the wrong type', `write ${typeName(error)}`);
    case 'const':
      return invalidValue(
        document,
        error,
        'has an unsupported value',
        `write ${show(error.params['allowedValue'])}`,
      );
    case 'pattern':
      return invalidValue(document, error, 'does not have the expected form', 'write it so');
    case 'minItems':
      return invalidValue(document, error, 'is empty', 'add an element');
    case 'minimum':
    case 'maximum':
      return invalidValue(document, error, 'is out of range', 'write a number within the range');
    default:
      throw new Error(`The contract's schema uses "${error.keyword}", which has no sentence.`);
  }
}

function invalidValue(
  document: JsonDocument,
  error: ErrorObject,
  complaint: string,
  remedy: string,
): Problem {
  return problemAt(document, error.instancePath, {
    message: `${subject(error)} ${complaint}`,
    found: show(error.data),
    expected: expectation(error),
    remedy,
  });
}

function unknownProperty(document: JsonDocument, error: ErrorObject): Problem {
  const name = String(error.params['additionalProperty']);
  const known = Object.keys((error.parentSchema?.['properties'] ?? {}) as object);
  const meant = nearMiss(name, known);
  const pointer = appendToPointer(error.instancePath, name);
  return {
    ...problemAt(document, pointer, { message: 'a property is unknown' }),
    position: document.keyPosition(pointer),
    found: show(name),
    expected: `one of ${formatList(known)}`,
    remedy: meant === undefined ? 'remove it' : `write ${show(meant)} if that is what is meant`,
  };
}

function missingProperty(document: JsonDocument, error: ErrorObject): Problem {
  const name = show(error.params['missingProperty']);
  return problemAt(document, error.instancePath, {
    message: `the property ${name} is missing`,
    found: formatList(Object.keys(error.data as object)),
    expected: `${name}. ${expectation(error)}`,
    remedy: `add ${name}`,
  });
}

/** The name of the property, or of the list whose element it is: `"devices"`. */
function subject({ instancePath }: ErrorObject): string {
  const tokens = instancePath.split('/').slice(1);
  const name = tokens.findLast((token) => !/^[0-9]+$/.test(token));
  if (name === undefined) return 'the contract';
  return tokens.at(-1) === name ? show(name) : `an entry of ${show(name)}`;
}

/** The type that the schema names, with its article: `an array`. */
function typeName({ params }: ErrorObject): string {
  const type = String(params['type']);
  return /^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`;
}

function expectation({ parentSchema }: ErrorObject): string {
  return String(parentSchema?.['description']).replace(/\.$/, '');
}
