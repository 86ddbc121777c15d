import { readFileSync } from 'node:fs';
import type { JsonDocument } from '@aero-guest-tools/canonical-json';
import type { Problem } from '@aero-guest-tools/diagnostics';
import type * as ajv2020 from 'ajv/dist/2020';
import { inFileOrder } from './document-problem';
import { schemaProblem } from './schema-problem';
import type { StringFormat } from './string-format';

/** All that a schema has against a document, in file order: nothing, if the document is valid. */
export type SchemaValidator = (document: JsonDocument) => readonly Problem[];

/**
 * Makes a validator of a JSON Schema, draft 2020-12. Its problems say what is expected in the words
 * of the schema's descriptions, which are what an editor shows too.
 *
 * The schema is read and compiled when the first document is validated, so that programs that
 * validate none do not wait for it.
 *
 * @param file The path of the schema.
 * @param formats What the names after the keyword `format` mean. A schema that uses others does not
 *   compile.
 */
export function schemaValidator(
  file: string,
  formats: Readonly<Record<string, StringFormat>> = {},
): SchemaValidator {
  let compiled: ajv2020.ValidateFunction | undefined;
  return (document) => {
    compiled ??= compile(file, formats);
    const errors = compiled(document.value) ? [] : (compiled.errors ?? []);
    return inFileOrder(
      errors
        // It only repeats that what follows `then` or `else` does not hold.
        .filter(({ keyword }) => keyword !== 'if')
        .map((error) => schemaProblem(document, error, formats)),
    );
  };
}

function compile(
  file: string,
  formats: Readonly<Record<string, StringFormat>>,
): ajv2020.ValidateFunction {
  // Loading it takes longer than loading all else of a program that imports this package.
  const { Ajv2020 } = require('ajv/dist/2020') as typeof ajv2020;
  const ajv = new Ajv2020({
    allErrors: true,
    // Hands over the value and the schema at fault.
    verbose: true,
    formats: Object.fromEntries(
      Object.entries(formats).map(([name, { flaw }]) => [
        name,
        (text: string) => flaw(text) === undefined,
      ]),
    ),
  });
  return ajv.compile(JSON.parse(readFileSync(file, 'utf8')) as object);
}
