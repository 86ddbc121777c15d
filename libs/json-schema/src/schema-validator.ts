import type { JsonDocument } from '@aero-guest-tools/canonical-json';
import type { Problem } from '@aero-guest-tools/diagnostics';
import type { ErrorObject } from 'ajv/dist/2020';
import { firstProblems, inFileOrder } from './document-problem';
import { schemaProblem } from './schema-problem';
import type { StringFormat } from './string-format';

/** A JSON Schema as a function, made by {@link compiledSchemaSource} or `compileSchema`. */
export interface CompiledSchema {
  /** Whether the schema accepts a value. */
  (value: unknown): boolean;
  /** What it has against the last one. */
  errors?: readonly ErrorObject[] | null;
}

/** What a schema has against a document, in file order: nothing, if the document is valid. At most a thousand problems. */
export type SchemaValidator = (document: JsonDocument) => readonly Problem[];

/**
 * Makes a validator of a JSON Schema, draft 2020-12. Its problems say what is expected in the words
 * of the schema's descriptions, which are what an editor shows too.
 *
 * @param formats What the names after the keyword `format` mean, as for the compilation.
 */
export function schemaValidator(
  compiled: CompiledSchema,
  formats: Readonly<Record<string, StringFormat>> = {},
): SchemaValidator {
  return (document) => {
    const errors = compiled(document.value) ? [] : (compiled.errors ?? []);
    const problems = errors
      // It only repeats that what follows `then` or `else` does not hold.
      .filter(({ keyword }) => keyword !== 'if')
      .map((error) => schemaProblem(document, error, formats));
    return firstProblems(document, inFileOrder(problems));
  };
}
