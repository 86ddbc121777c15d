import { asNumber } from './conversion';
import { NetException, TerminatingError, UnknownConstruct } from './errors';
import {
  Char,
  CustomObject,
  Dictionary,
  Hashtable,
  isArray,
  isNull,
  NetObject,
  NetType,
  NOTHING,
  toText,
  typeNameOf,
  type NetMethod,
  type Value,
} from './values';

/** `$object.Name`: of $null it is $null. */
export function memberOf(object: Value, name: string): Value {
  if (isNull(object)) return null;
  if (object instanceof CustomObject) return object.get(name);
  if (object instanceof NetObject) {
    const property = ignoringCase(object.members.properties, name);
    if (property) return property();
  }
  const key = name.toLowerCase();
  if (typeof object === 'string' && key === 'length') return object.length;
  if ((isArray(object) || object instanceof Uint8Array) && (key === 'length' || key === 'count')) {
    return object.length;
  }
  if (object instanceof Hashtable && key === 'count') return object.size;
  throw unknownMember(typeNameOf(object), name);
}

export function setMember(object: Value, name: string, value: Value): void {
  if (object instanceof CustomObject) return object.set(name, value);
  const setter = object instanceof NetObject && ignoringCase(object.members.setters, name);
  if (!setter) throw unknownMember(typeNameOf(object), name);
  setter(value);
}

/** `[Type]::Name`. */
export function staticMember(type: Value, name: string): Value {
  const property = type instanceof NetType && ignoringCase(type.members.properties, name);
  if (!property) throw unknownMember(toText(type), name);
  return property();
}

/** `[Type]::Name(...)`. */
export function invokeStatic(type: Value, name: string, values: readonly Value[]): Value {
  const method = type instanceof NetType && ignoringCase(type.members.methods, name);
  if (!method) throw unknownMember(toText(type), `${name}()`);
  return method(...values);
}

/** `$object.Name(...)`. */
export function invoke(object: Value, name: string, values: readonly Value[]): Value {
  if (isNull(object)) {
    throw new TerminatingError(
      'System.Management.Automation.RuntimeException',
      'You cannot call a method on a null-valued expression.',
    );
  }
  const method = methodOf(object, name.toLowerCase());
  if (!method) throw unknownMember(typeNameOf(object), `${name}()`);
  return method(...values);
}

function methodOf(object: Value, key: string): NetMethod | undefined {
  if (object instanceof NetObject) return ignoringCase(object.members.methods, key);
  if (typeof object === 'string') return STRING_METHODS[key]?.bind(undefined, object);
  if (typeof object === 'number' && key === 'tostring') {
    return (format) => formatInteger(object, toText(format ?? ''));
  }
  if (key === 'containskey') {
    if (object instanceof Hashtable) return (name = null) => object.has(name);
    if (object instanceof Dictionary) return (name = null) => object.entries.has(toText(name));
  }
  return undefined;
}

type StringMethod = (text: string, ...values: Value[]) => Value;

/** Of System.String: those that respect case and culture as JavaScript's do. */
const STRING_METHODS: Readonly<Record<string, StringMethod>> = {
  split: (text, separator = null) => text.split(oneCharacter(separator)),
  replace: (text, from = null, to = null) => text.replaceAll(toText(from), () => toText(to)),
  startswith: (text, start = null) => text.startsWith(toText(start)),
  substring: (text, start = null, length?: Value) => {
    const from = asNumber(start) ?? 0;
    const end = length === undefined ? text.length : from + (asNumber(length) ?? 0);
    if (from < 0 || end > text.length || end < from) {
      throw new NetException(
        'System.ArgumentOutOfRangeException',
        'Index and length must refer to a location within the string.',
      );
    }
    return text.slice(from, end);
  },
  tolowerinvariant: (text) => text.toLowerCase(),
  trim: (text) => text.trim(),
  trimend: (text, character = null) => {
    let end = text.length;
    while (end > 0 && text[end - 1] === oneCharacter(character)) end--;
    return text.slice(0, end);
  },
  tochararray: (text) =>
    Array.from({ length: text.length }, (_, index) => new Char(text.charCodeAt(index))),
};

/** A parameter of type char: a string of several characters would be others in .NET's eyes. */
function oneCharacter(value: Value): string {
  const text = toText(value);
  if (text.length !== 1) throw new UnknownConstruct(`the separator ${text}`);
  return text;
}

function formatInteger(value: number, format: string): string {
  if (format === '') return String(value);
  const match = /^x(\d+)$/u.exec(format);
  if (!match) throw new UnknownConstruct(`the format ${format}`);
  return value.toString(16).padStart(Number(match[1]), '0');
}

/** `$object[index]`. */
export function elementAt(object: Value, index: Value): Value {
  if (object instanceof Hashtable) return object.get(index);
  if (object instanceof Dictionary) {
    return object.entries.get(toText(index)) ?? null;
  }
  if (isArray(object)) {
    const position = asNumber(index);
    if (position === undefined) throw new UnknownConstruct(`the index ${toText(index)}`);
    return object[position < 0 ? position + object.length : position] ?? null;
  }
  throw new UnknownConstruct(`an element of ${typeNameOf(object)}`);
}

export function setElement(object: Value, index: Value, value: Value): void {
  if (!(object instanceof Hashtable)) {
    throw new UnknownConstruct(`setting an element of ${typeNameOf(object)}`);
  }
  object.set(index, value === NOTHING ? null : value);
}

function ignoringCase<T>(
  members: Readonly<Record<string, T>> | undefined,
  name: string,
): T | undefined {
  const key = name.toLowerCase();
  return Object.entries(members ?? {}).find(([member]) => member.toLowerCase() === key)?.[1];
}

function unknownMember(typeName: string, name: string): UnknownConstruct {
  return new UnknownConstruct(`${typeName} has no member ${name} that is known here`);
}
