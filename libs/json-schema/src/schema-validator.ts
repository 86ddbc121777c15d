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
  /** The errors of the last validation. */
  errors?: readonly ErrorObject[] | null;
}

/**
 * The problems that a schema finds in a document, in file order; none if the document is valid. At
 * most a thousand problems.
 */
export type SchemaValidator = (document: JsonDocument) => readonly Problem[];

/**
 * Makes a validator of a JSON Schema, draft 2020-12. Its problems use the words of the schema's
 * descriptions, which editors show too.
 *
 * @param formats The meanings of the values of the keyword `format`, as for the compilation.
 */
export function schemaValidator(
  compiled: CompiledSchema,
  formats: Readonly<Record<string, StringFormat>> = {},
): SchemaValidator {
  return (document) => {
    const errors = compiled(document.value) ? [] : (compiled.errors ?? []);
    const problems = errors
      // An `if` error only repeats that `then` or `else` is violated.
      .filter(({ keyword }) => keyword !== 'if')
      .map((error) => schemaProblem(document, error, formats));
    return firstProblems(document, inFileOrder(problems));
  };
}
