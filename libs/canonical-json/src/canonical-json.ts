import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import type { JsonValue } from './json-value';

/**
 * The canonical text of a value: RFC 8785 (JSON Canonicalization Scheme). No white space, members
 * in order of the UTF-16 code units of their names, numbers and strings as ECMAScript writes them.
 *
 * @param value As returned by `parseJson`.
 * @throws TypeError for a value without a canonical text: a number that is not finite (RFC 8785,
 *   3.2.2.3) or a string with a lone surrogate (3.2.2.2).
 */
export function canonicalJson(value: JsonValue): string {
  assertIJson(value);
  const text = canonicalize(value);
  if (text === undefined) throw new TypeError('undefined has no JSON text');
  return text;
}

/** The SHA-256 of the UTF-8 bytes of {@link canonicalJson}, in lower-case hexadecimal digits. */
export function canonicalSha256(value: JsonValue): string {
  return createHash('sha256').update(canonicalJson(value), 'utf8').digest('hex');
}

function assertIJson(value: JsonValue): void {
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new TypeError(`${String(value)} has no JSON text`);
  }
  if (typeof value === 'string' && /\p{Surrogate}/u.test(value)) {
    throw new TypeError(`${JSON.stringify(value)} holds a lone surrogate`);
  }
  if (typeof value === 'object' && value !== null) {
    for (const [key, member] of Object.entries(value)) {
      assertIJson(key);
      assertIJson(member);
    }
  }
}
