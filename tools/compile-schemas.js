// Compiles the JSON Schemas in specs/schemas to the modules that the packages load: run it after
// `npm run build` when a schema has changed. A test tells when it was forgotten.
const { mkdirSync, readFileSync, writeFileSync } = require('node:fs');
const { dirname, join } = require('node:path');
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

/** The modules and their texts. */
exports.compiledSchemas = () =>
  SCHEMAS.map(({ schema, module, formats: schemaFormats }) => ({
    path: join(root, module),
    source: compiledSchemaSource(
      JSON.parse(readFileSync(join(root, schema), 'utf8')),
      schema,
      schemaFormats,
    ),
  }));

if (require.main === module) {
  for (const { path, source } of exports.compiledSchemas()) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, source);
  }
}
