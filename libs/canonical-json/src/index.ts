export { canonicalJson, canonicalSha256 } from './canonical-json';
export { parseJson, type JsonDocument } from './json-document';
export { appendToPointer } from './json-pointer';
export type { JsonValue } from './json-value';
export { parseWrittenJson } from './parse-written-json';
