export { closestName } from './closest-name';
export { inFileOrder, problemAt } from './document-problem';
export { formatValue } from './format-value';
export { schemaValidator, type SchemaValidator } from './schema-validator';
export type { StringFormat } from './string-format';
