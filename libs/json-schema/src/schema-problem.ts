import {
  appendToPointer,
  type JsonDocument,
  type JsonValue,
} from '@aero-guest-tools/canonical-json';
import { formatList, type Problem } from '@aero-guest-tools/diagnostics';
import type { ErrorObject } from 'ajv/dist/2020';
import { closestName } from './closest-name';
import { problemAt } from './document-problem';
import { formatValue } from './format-value';
import type { StringFormat } from './string-format';

/**
 * Converts an error of ajv to a problem, with the position of the value at fault.
 *
 * @param error With the value and the schema at fault (ajv's option `verbose`).
 * @throws Error if there is no sentence here for the keyword, which is a defect.
 */
export function schemaProblem(
  document: JsonDocument,
  error: ErrorObject,
  formats: Readonly<Record<string, StringFormat>>,
): Problem {
  switch (error.keyword) {
    case 'additionalProperties':
      return unknownProperty(document, error);
    case 'required':
      return missingProperty(document, error);
    case 'type':
      return wrongType(document, error);
    case 'format':
      return wrongFormat(document, error, formats);
    case 'const':
      return unsupportedValue(document, error, [error.params['allowedValue'] as JsonValue]);
    case 'enum':
      return unsupportedValue(
        document,
        error,
        error.params['allowedValues'] as readonly JsonValue[],
      );
    case 'pattern':
      return invalidValue(document, error, 'does not have the expected form', {
        id: 'json.wrong-form',
        remedy: 'correct the value',
      });
    case 'minItems':
      return invalidValue(document, error, tooShort(error), {
        id: 'json.too-few-elements',
        remedy: 'add an element',
      });
    case 'minProperties':
      return invalidValue(document, error, 'is empty', {
        id: 'json.empty-object',
        remedy: 'add a member',
      });
    case 'minLength':
      return invalidValue(document, error, tooShort(error), {
        id: 'json.too-short',
        remedy: 'write a longer text',
      });
    case 'minimum':
    case 'maximum':
      return invalidValue(document, error, 'is out of range', {
        id: 'json.out-of-range',
        remedy: 'write a number within the range',
      });
    default:
      throw new Error(`The schema uses the keyword "${error.keyword}", which has no sentence.`);
  }
}

/** @param complaint The predicate of a sentence about the value: `is empty`. */
function invalidValue(
  document: JsonDocument,
  error: ErrorObject,
  complaint: string,
  details: Omit<Problem, 'message'>,
): Problem {
  return problemAt(document, error.instancePath, {
    message: `${subject(error)} ${complaint}`,
    found: formatValue(error.data as JsonValue),
    expected: description(schemaAtFault(error)),
    ...details,
  });
}

function unsupportedValue(
  document: JsonDocument,
  error: ErrorObject,
  allowed: readonly JsonValue[],
): Problem {
  return invalidValue(document, error, 'has an unsupported value', {
    id: 'json.unsupported-value',
    remedy: `write ${formatAlternatives(allowed)}`,
  });
}

function wrongType(document: JsonDocument, error: ErrorObject): Problem {
  const type = withArticle(String(error.params['type']));
  const described = description(schemaAtFault(error));
  return invalidValue(document, error, 'has the wrong type', {
    id: 'json.wrong-type',
    expected: described === undefined ? type : `${type}: ${described}`,
    remedy: `write ${type}`,
  });
}

function wrongFormat(
  document: JsonDocument,
  error: ErrorObject,
  formats: Readonly<Record<string, StringFormat>>,
): Problem {
  // A schema with an unknown format does not compile.
  const format = formats[String(error.params['format'])] as StringFormat;
  const text = error.data as string;
  return invalidValue(document, error, `is not ${format.description}`, {
    id: 'json.wrong-format',
    found: `${formatValue(text)} (${format.flaw(text) ?? ''})`,
    remedy: format.remedy,
  });
}

function unknownProperty(document: JsonDocument, error: ErrorObject): Problem {
  const name = String(error.params['additionalProperty']);
  const known = Object.keys(schemaAtFault(error).properties ?? {});
  const meant = closestName(name, known);
  const pointer = appendToPointer(error.instancePath, name);
  return {
    ...problemAt(document, pointer, {
      id: 'json.unknown-property',
      message: `the property ${formatValue(name)} is unknown`,
    }),
    position: document.keyPosition(pointer),
    found: formatValue(name),
    expected:
      known.length === 0 ? description(schemaAtFault(error)) : `one of ${formatList(known)}`,
    remedy:
      meant === undefined ? 'remove it' : `write ${formatValue(meant)} if that is what you mean`,
  };
}

function missingProperty(document: JsonDocument, error: ErrorObject): Problem {
  const name = String(error.params['missingProperty']);
  const quoted = formatValue(name);
  const schema = schemaAtFault(error);
  // The description after `then` says why the property is required; it does not describe the
  // property.
  const described = description(schema.properties?.[name]) ?? description(schema);
  return problemAt(document, error.instancePath, {
    id: 'json.missing-property',
    message: `the property ${quoted} is missing`,
    found: formatList(Object.keys(error.data as object)),
    expected: described === undefined ? quoted : `${quoted}. ${described}`,
    remedy: `add ${quoted}`,
  });
}

/** The name of the property, or of the list that contains the element: `"devices"`. */
function subject({ instancePath }: ErrorObject): string {
  const tokens = instancePath.split('/').slice(1);
  const name = tokens.findLast((token) => !/^[0-9]+$/.test(token));
  if (name === undefined) return 'the document';
  return tokens.at(-1) === name ? formatValue(name) : `an entry of ${formatValue(name)}`;
}

function tooShort({ data }: ErrorObject): string {
  return (data as string | readonly JsonValue[]).length === 0 ? 'is empty' : 'is too short';
}

function formatAlternatives(values: readonly JsonValue[]): string {
  return values.map((value) => formatValue(value)).join(' or ');
}

function withArticle(type: string): string {
  return /^[aeiou]/.test(type) ? `an ${type}` : `a ${type}`;
}

interface Schema {
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
}

function schemaAtFault({ parentSchema }: ErrorObject): Schema {
  return (parentSchema ?? {}) as Schema;
}

/** Without the full stop, like the other texts of a problem; `..` at the end is not a full stop. */
function description(schema: Schema | undefined): string | undefined {
  return schema?.description?.replace(/(?<=[^\s.])\.$/, '');
}
