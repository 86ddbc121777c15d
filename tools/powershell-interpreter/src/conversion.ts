import { TerminatingError, UnknownConstruct } from './errors';
import {
  Char,
  Dictionary,
  Hashtable,
  isArray,
  isNull,
  isTrue,
  NetObject,
  NOTHING,
  OtherNumber,
  ScriptBlock,
  toText,
  typeNameOf,
  type NetType,
  type Value,
} from './values';

const MAXIMUM_INT32 = 2_147_483_647;
const MINIMUM_INT32 = -2_147_483_648;

/** A whole number as .NET holds what PowerShell calculates: Int32, or a Double beyond it (7.7.1). */
export function numberOf(value: number): Value {
  return Number.isInteger(value) && value >= MINIMUM_INT32 && value <= MAXIMUM_INT32
    ? value
    : new OtherNumber('System.Double', value);
}

/** A number in a value, where it is one or converts to one (6.3, 6.4); otherwise undefined. */
export function asNumber(value: Value): number | undefined {
  if (isNull(value)) return 0;
  if (typeof value === 'number') return value;
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (value instanceof OtherNumber) return value.value;
  if (value instanceof Char) return value.code;
  if (typeof value !== 'string') return undefined;
  const text = value.trim();
  if (text === '') return 0;
  if (/^[+-]?\d+(?:\.\d+)?$/u.test(text)) return Number(text);
  return undefined;
}

/** Converts as a cast or a parameter of the type does (Language Specification 3.0, 6). */
export function convert(value: Value, type: NetType): Value {
  switch (type.typeName) {
    case 'System.Object':
      return value;
    case 'System.String':
      return toText(value);
    case 'System.Boolean':
      return isTrue(value);
    case 'System.Int32': {
      const number = asNumber(value);
      if (number === undefined) throw cannotConvert(value, type);
      const rounded = roundHalfToEven(number);
      if (rounded > MAXIMUM_INT32 || rounded < MINIMUM_INT32) throw cannotConvert(value, type);
      return rounded;
    }
    case 'System.Double': {
      const number = asNumber(value);
      if (number === undefined) throw cannotConvert(value, type);
      return new OtherNumber('System.Double', number);
    }
    case 'System.String[]':
      if (isNull(value)) return null;
      return isArray(value) ? value.map((element) => toText(element)) : [toText(value)];
    case 'System.Management.Automation.ScriptBlock':
      if (value instanceof ScriptBlock) return value;
      throw cannotConvert(value, type);
    case 'System.Void':
      return NOTHING;
    default:
      throw new UnknownConstruct(`a conversion to ${type.typeName}`);
  }
}

/** `-is`. */
export function isOfType(value: Value, { typeName }: NetType): boolean {
  if (isNull(value)) return false;
  if (typeName === 'System.Array') return isArray(value) || value instanceof Uint8Array;
  if (typeName === 'System.Collections.IDictionary') {
    return value instanceof Hashtable || value instanceof Dictionary;
  }
  if (
    ['System.String', 'System.Boolean', 'System.Int32', 'System.Double'].includes(typeName) ||
    value instanceof NetObject
  ) {
    return typeNameOf(value) === typeName;
  }
  throw new UnknownConstruct(`-is [${typeName}]`);
}

function roundHalfToEven(value: number): number {
  const floor = Math.floor(value);
  if (value - floor !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}

function cannotConvert(value: Value, type: NetType): TerminatingError {
  return new TerminatingError(
    'System.Management.Automation.RuntimeException',
    `Cannot convert value "${toText(value)}" to type "${type.typeName}".`,
  );
}
