import { asNumber, isOfType, numberOf } from './conversion';
import { TerminatingError, UnknownConstruct } from './errors';
import { regularExpression } from './regular-expression';
import {
  Char,
  Hashtable,
  isArray,
  isNull,
  isTrue,
  NetType,
  NOTHING,
  OtherNumber,
  toText,
  typeNameOf,
  type Value,
} from './values';

/** `+`, `-`, `*`, `/` and `%` (Language Specification 3.0, 7.6 and 7.7). */
export function arithmetic(operator: string, left: Value, right: Value): Value {
  if (operator === '+') return add(left, right);
  const a = numeric(left);
  const b = numeric(right);
  if (operator === '-') return numberOf(a - b);
  if (operator === '*' && !isArray(left) && typeof left !== 'string') return numberOf(a * b);
  throw new UnknownConstruct(`the operator ${operator} on ${typeNameOf(left)}`);
}

/** The left operand decides: numbers are added, strings and arrays joined, hashtables merged. */
function add(left: Value, right: Value): Value {
  if (isNull(left)) return right === NOTHING ? null : right;
  if (isArray(left))
    return [...left, ...(isArray(right) ? right : [right === NOTHING ? null : right])];
  if (typeof left === 'string' || left instanceof Char) return toText(left) + toText(right);
  if (left instanceof Hashtable) throw new UnknownConstruct('adding hashtables');
  return numberOf(numeric(left) + numeric(right));
}

function numeric(value: Value): number {
  const number = asNumber(value);
  if (number === undefined) {
    throw new TerminatingError(
      'System.Management.Automation.RuntimeException',
      `Cannot convert value "${toText(value)}" to a number.`,
    );
  }
  return number;
}

/** What a comparison operator has set besides its result: `$matches`. */
export type MatchesSink = (matches: Hashtable) => void;

/**
 * `-eq`, `-match` and their like (7.8, 8.4.1): with an array on the left, all but the containment
 * operators give its elements for which they hold. Case is ignored without `c` before the name.
 */
export function compare(operator: string, left: Value, right: Value, sink: MatchesSink): Value {
  const name = operator.toLowerCase();
  switch (name) {
    case '-contains':
      return containedIn(left, right);
    case '-notcontains':
      return !containedIn(left, right);
    case '-is':
      return isOfType(left, typeOf(right));
    case '-isnot':
      return !isOfType(left, typeOf(right));
    case '-join':
      return listOf(left)
        .map((element) => toText(element))
        .join(toText(right));
    case '-replace':
      return replace(left, right);
    default:
  }
  const holds = comparison(name, sink);
  return isArray(left) ? left.filter((element) => holds(element, right)) : holds(left, right);
}

function comparison(name: string, sink: MatchesSink): (left: Value, right: Value) => boolean {
  switch (name) {
    case '-eq':
      return (left, right) => equal(left, right, false);
    case '-ceq':
      return (left, right) => equal(left, right, true);
    case '-ne':
      return (left, right) => !equal(left, right, false);
    case '-cne':
      return (left, right) => !equal(left, right, true);
    case '-lt':
      return (left, right) => order(left, right) < 0;
    case '-le':
      return (left, right) => order(left, right) <= 0;
    case '-gt':
      return (left, right) => order(left, right) > 0;
    case '-ge':
      return (left, right) => order(left, right) >= 0;
    case '-match':
      return (left, right) => matches(left, right, sink);
    case '-notmatch':
      return (left, right) => !matches(left, right, sink);
    case '-in':
    case '-notin':
    case '-shl':
    case '-shr':
      throw new UnknownConstruct(`${name}, which came with PowerShell 3.0`);
    default:
      throw new UnknownConstruct(`the operator ${name}`);
  }
}

/** The right operand is converted to the type of the left one (7.8.1). */
function equal(left: Value, right: Value, respectCase: boolean): boolean {
  if (isNull(left) || isNull(right)) return isNull(left) && isNull(right);
  if (typeof left === 'string' || left instanceof Char) {
    const [a, b] = [toText(left), toText(right)];
    return respectCase ? a === b : a.toUpperCase() === b.toUpperCase();
  }
  if (typeof left === 'boolean') return left === isTrue(right);
  if (typeof left === 'number' || left instanceof OtherNumber) {
    const number = asNumber(right);
    return number !== undefined && asNumber(left) === number;
  }
  if (left instanceof NetType && right instanceof NetType) return left.typeName === right.typeName;
  return left === right;
}

function order(left: Value, right: Value): number {
  if (typeof left === 'string') throw new UnknownConstruct('the order of strings');
  return numeric(left) - numeric(right);
}

/** The elements are the left operands, so their type decides. */
function containedIn(left: Value, right: Value): boolean {
  return listOf(left).some((element) => equal(element, right, false));
}

function matches(left: Value, right: Value, sink: MatchesSink): boolean {
  const match = regularExpression(toText(right), 'i').exec(toText(left));
  if (!match) return false;
  const groups = new Hashtable();
  for (const [index, group] of match.entries()) {
    // A group that took no part is absent.
    if ((group as string | undefined) !== undefined) groups.set(index, group);
  }
  sink(groups);
  return true;
}

function replace(left: Value, right: Value): Value {
  const [pattern = null, replacement = ''] = listOf(right);
  const text = toText(replacement);
  if (text.includes('$')) throw new UnknownConstruct(`$ in the replacement ${text}`);
  if (isArray(left)) throw new UnknownConstruct('-replace of an array');
  return toText(left).replaceAll(regularExpression(toText(pattern), 'gi'), () => text);
}

function listOf(value: Value): readonly Value[] {
  return isArray(value) ? value : [value];
}

function typeOf(value: Value): NetType {
  if (value instanceof NetType) return value;
  throw new UnknownConstruct('a type that is not a type literal');
}
