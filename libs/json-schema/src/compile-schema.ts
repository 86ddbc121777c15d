// An entry point of its own, `@aero-guest-tools/json-schema/compile-schema`: loading ajv and compiling
// a schema takes a tenth of a second, as long as a small task. So the schemas of the project are
// compiled ahead, by tools/compile-schemas.js, and a task loads none of this.
import { _ } from 'ajv';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020';
import standaloneCode from 'ajv/dist/standalone';
import type { CompiledSchema } from './schema-validator';
import { formatChecks, type StringFormat } from './string-format';

/** What a schema is compiled with. */
export interface SchemaFormats {
  /** What the names after the keyword `format` mean. */
  readonly formats: Readonly<Record<string, StringFormat>>;
  /** The module that exports {@link formatChecks} of them as `checks`, seen from the compiled schema. */
  readonly module: string;
}

const NO_FORMATS: SchemaFormats = { formats: {}, module: '' };

/**
 * Compiles a JSON Schema, draft 2020-12.
 *
 * @throws Error if it is not one, or names a format that is not among the formats.
 */
export function compileSchema(
  schema: object,
  formats: SchemaFormats['formats'] = {},
): CompiledSchema {
  return compile(schema, { formats, module: '' }).validate;
}

/**
 * The same as source text: a module whose default export is the {@link CompiledSchema}.
 *
 * @param origin Where the schema stands, for the comment at the top.
 */
export function compiledSchemaSource(
  schema: object,
  origin: string,
  formats: SchemaFormats = NO_FORMATS,
): string {
  const { ajv, validate } = compile(schema, formats);
  return [
    `// Compiled by ajv from ${origin}: do not edit it, run tools/compile-schemas.js.`,
    '// @ts-nocheck',
    withLinearErrors(standaloneCode(ajv, validate)),
  ].join('\n');
}

function compile(
  schema: object,
  { formats, module }: SchemaFormats,
): { readonly ajv: Ajv2020; readonly validate: ValidateFunction } {
  const ajv = new Ajv2020({
    allErrors: true,
    // Hands over the value and the schema at fault.
    verbose: true,
    formats: formatChecks(formats),
    code: {
      source: true,
      esm: true,
      lines: true,
      formats: _`require(${module}).checks`,
      process: withLinearErrors,
    },
  });
  return { ajv, validate: ajv.compile(schema) };
}

/** How the code of ajv adds the errors of a `$ref` to those that it has: it copies all of them. */
const CONCATENATION = /(\w+) = \1 === null \? (\w+)\.errors : \1\.concat\(\2\.errors\);/g;

/**
 * The code of a validator that adds errors to a list in place. As ajv writes it, the time for a list of
 * elements that are all wrong grows with the square of their number: two minutes for 80,000.
 */
function withLinearErrors(code: string): string {
  return code.replaceAll(
    CONCATENATION,
    (_match, errors: string, validate: string) =>
      `if(${errors} === null){${errors} = ${validate}.errors;}else{for(const error of ${validate}.errors){${errors}.push(error);}}`,
  );
}
