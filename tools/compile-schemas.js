// Compiles the JSON Schemas in specs/schemas, and the names in specs/layout, to the modules that the
// packages load: run it after `npm run build` when one of them has changed. A test tells when it was forgotten.
const { mkdirSync, readFileSync, writeFileSync } = require('node:fs');
const { dirname, join } = require('node:path');
const { Ajv2020 } = require('ajv/dist/2020');
const { compiledSchemaSource } = require('@aero-guest-tools/json-schema/compile-schema');
const { formats } = require('../libs/packaging-spec/dist/spec-formats');

const root = join(__dirname, '..');

/** Each schema, and the module that it becomes. */
const SCHEMAS = [
  {
    schema: 'specs/schemas/packaging-spec.schema.json',
    module: 'libs/packaging-spec/src/generated/packaging-spec-schema.ts',
    formats: { formats, module: '../spec-formats' },
  },
  {
    schema: 'specs/schemas/windows-device-contract.schema.json',
    module: 'libs/device-contract/src/generated/windows-device-contract-schema.ts',
  },
  {
    schema: 'specs/schemas/virtio-win-lock.schema.json',
    module: 'libs/driver-source/src/generated/virtio-win-lock-schema.ts',
  },
  {
    schema: 'specs/schemas/guest-media.schema.json',
    module: 'executors/src/generated/guest-media-schema.ts',
  },
];

/** Data that is code once it is compiled, so that no library reads files of the checkout. */
const FOLDERS = {
  data: 'specs/layout/driver-folders.json',
  schema: 'specs/layout/driver-folders.schema.json',
  module: 'libs/driver-layout/src/generated/driver-folders.ts',
};

/** The modules and their texts. */
exports.compiledSchemas = () => [
  ...SCHEMAS.map(({ schema, module, formats: schemaFormats }) => ({
    path: join(root, module),
    source: compiledSchemaSource(
      JSON.parse(readFileSync(join(root, schema), 'utf8')),
      schema,
      schemaFormats,
    ),
  })),
  { path: join(root, FOLDERS.module), source: foldersSource() },
];

function foldersSource() {
  const read = (path) => JSON.parse(readFileSync(join(root, path), 'utf8'));
  const data = read(FOLDERS.data);
  const ajv = new Ajv2020({ allErrors: true });
  if (!ajv.validate(read(FOLDERS.schema), data)) {
    throw new Error(`${FOLDERS.data}: ${ajv.errorsText()}`);
  }
  const { $schema: _, ...names } = data;
  return [
    `// Compiled from ${FOLDERS.data}: do not edit it, run tools/compile-schemas.js.`,
    `export const DRIVER_FOLDERS = ${JSON.stringify(names, undefined, 2)};`,
    '',
  ].join('\n');
}

if (require.main === module) {
  for (const { path, source } of exports.compiledSchemas()) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, source);
  }
}
