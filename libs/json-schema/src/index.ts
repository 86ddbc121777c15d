export { closestName } from './closest-name';
export { firstProblems, inFileOrder, problemAt } from './document-problem';
export { formatValue } from './format-value';
export { schemaValidator, type CompiledSchema, type SchemaValidator } from './schema-validator';
export { formatChecks, type StringFormat } from './string-format';
