// A separate entry point, `@aero-guest-tools/json-schema/compile-schema`: loading ajv and compiling
// a schema takes a tenth of a second, as long as a small task. So tools/compile-schemas.js compiles
// the schemas of the project ahead of time, and a task loads none of this.
import { _ } from 'ajv';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020';
import standaloneCode from 'ajv/dist/standalone';
import type { CompiledSchema } from './schema-validator';
import { formatChecks, type StringFormat } from './string-format';

/** The formats that a schema is compiled with. */
export interface SchemaFormats {
  /** The meanings of the values of the keyword `format`. */
  readonly formats: Readonly<Record<string, StringFormat>>;
  /**
   * The module that exports their {@link formatChecks} as `checks`, as the compiled schema imports
   * it.
   */
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
 * @param origin The path of the schema, for the comment at the top.
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
    // Adds the value and the schema at fault to errors.
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

/** How ajv's code adds the errors of a `$ref` to the existing ones: it copies all of them. */
const CONCATENATION = /(\w+) = \1 === null \? (\w+)\.errors : \1\.concat\(\2\.errors\);/g;

/**
 * The code of a validator, changed to append errors to a list in place. In ajv's own code, the time
 * for a list in which all elements are wrong grows with the square of their number: two minutes for
 * 80,000.
 */
function withLinearErrors(code: string): string {
  return code.replaceAll(
    CONCATENATION,
    (_match, errors: string, validate: string) =>
      `if(${errors} === null){${errors} = ${validate}.errors;}else{for(const error of ${validate}.errors){${errors}.push(error);}}`,
  );
}
