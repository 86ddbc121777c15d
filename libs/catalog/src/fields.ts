import { Asn1Error } from './asn1-error';
import type { BerValue } from './ber';

/** Universal tags (ITU-T X.680, 8.4). */
const TAGS = {
  BOOLEAN: 1,
  INTEGER: 2,
  'BIT STRING': 3,
  'OCTET STRING': 4,
  'OBJECT IDENTIFIER': 6,
  SEQUENCE: 16,
  SET: 17,
} as const;

export type UniversalType = keyof typeof TAGS;

/** Whether a value exists and has a universal type. */
export function isOf(type: UniversalType, value: BerValue | undefined): value is BerValue {
  return value?.tagClass === 'universal' && value.tagNumber === TAGS[type];
}

/** Whether a value exists and has a context-specific tag. */
export function isTagged(tag: number, value: BerValue | undefined): value is BerValue {
  return value?.tagClass === 'context-specific' && value.tagNumber === tag;
}

/**
 * The values in a SEQUENCE or a SET.
 *
 * @param what The name of the value, for errors.
 * @throws Asn1Error if it is something else.
 */
export function elementsOf(
  type: 'SEQUENCE' | 'SET',
  value: BerValue | undefined,
  what: string,
): readonly BerValue[] {
  return expected(type, value, what).elements;
}

/** The object identifier in dotted notation. @throws Asn1Error if the value is something else. */
export function objectIdentifierOf(value: BerValue | undefined, what: string): string {
  return expected('OBJECT IDENTIFIER', value, what).text ?? '';
}

/**
 * The octets of an OCTET STRING, also of a constructed one. @throws Asn1Error if the value is
 * something else.
 */
export function octetsOf(value: BerValue | undefined, what: string): Uint8Array {
  const string = expected('OCTET STRING', value, what);
  if (!string.isConstructed) return string.contents;
  return Buffer.concat(string.elements.map((piece) => octetsOf(piece, what)));
}

/** The contents of an INTEGER: two's complement, most significant octet first. */
export function integerOctetsOf(value: BerValue | undefined, what: string): Uint8Array {
  return expected('INTEGER', value, what).contents;
}

/** The octets of a BIT STRING without unused bits. @throws Asn1Error for anything else. */
export function bitStringOctetsOf(value: BerValue | undefined, what: string): Uint8Array {
  const { contents, isConstructed } = expected('BIT STRING', value, what);
  if (isConstructed || contents[0] !== 0) {
    throw new Asn1Error(`${what} is not a BIT STRING of whole octets`);
  }
  return contents.subarray(1);
}

/** A time in seconds since 1970. @throws Asn1Error if the value is not a time. */
export function timeOf(value: BerValue | undefined, what: string): number {
  if (value?.time === undefined || Number.isNaN(value.time)) {
    throw new Asn1Error(`${what} is not a time`);
  }
  return value.time;
}

/** The only value inside an explicit tag. @throws Asn1Error if there is none or several. */
export function untagged(value: BerValue | undefined, what: string): BerValue {
  const [inner, ...others] = value?.elements ?? [];
  if (inner === undefined || others.length > 0) {
    throw new Asn1Error(`${what} does not hold exactly one value`);
  }
  return inner;
}

function expected(type: UniversalType, value: BerValue | undefined, what: string): BerValue {
  if (!isOf(type, value)) throw new Asn1Error(`${what} is not of type ${type}`);
  return value;
}
