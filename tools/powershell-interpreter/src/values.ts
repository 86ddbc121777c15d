import { UnknownConstruct } from './errors';
import type { SyntaxNode } from './syntax-tree';

/**
 * A value of PowerShell. An integer of type Int32 is a number, a string a string, `object[]` and
 * `string[]` an array, `byte[]` a Uint8Array; the others have classes.
 */
export type Value =
  | null
  | boolean
  | number
  | string
  | readonly Value[]
  | Uint8Array
  | typeof NOTHING
  | Char
  | OtherNumber
  | Hashtable
  | Dictionary
  | CustomObject
  | NetObject
  | NetType
  | ScriptBlock;

/**
 * What a command without output gives (AutomationNull). It is $null, but enumerates as no element
 * where $null is one: versions of PowerShell differ in when it becomes $null.
 */
export const NOTHING: unique symbol = Symbol('no output');

/** A System.Char. */
export class Char {
  constructor(readonly code: number) {}
}

export type OtherNumberType = 'System.UInt32' | 'System.Int64' | 'System.Double';

/** A number that is no Int32: a hashtable does not find it under an equal one of another type. */
export class OtherNumber {
  constructor(
    readonly typeName: OtherNumberType,
    readonly value: number,
  ) {}
}

/** A hashtable literal: keys that are strings ignore case (Language Specification 3.0, 7.1.9). */
export class Hashtable {
  private readonly entries = new Map<
    string | number,
    { readonly name: Value; readonly value: Value }
  >();

  get(key: Value): Value {
    return this.entries.get(hashKey(key))?.value ?? null;
  }

  set(key: Value, value: Value): void {
    this.entries.set(hashKey(key), { name: key, value });
  }

  has(key: Value): boolean {
    return this.entries.has(hashKey(key));
  }

  get size(): number {
    return this.entries.size;
  }

  /** In the order in which they were set, which PowerShell's hashtable does not keep. */
  get pairs(): readonly { readonly name: Value; readonly value: Value }[] {
    return [...this.entries.values()];
  }
}

function hashKey(key: Value): string | number {
  if (typeof key === 'string') return `s${key.toLowerCase()}`;
  if (typeof key === 'number') return key;
  if (key instanceof OtherNumber) return `n${key.typeName} ${String(key.value)}`;
  throw new UnknownConstruct(`${typeNameOf(key)} as the key of a hashtable`);
}

/** A Dictionary<string, object> of .NET, which respects case. */
export class Dictionary {
  constructor(readonly entries: ReadonlyMap<string, Value>) {}
}

/** What `New-Object PSObject -Property` makes. */
export class CustomObject {
  private readonly properties = new Map<string, Value>();

  constructor(properties: Iterable<readonly [string, Value]>) {
    for (const [name, value] of properties) this.properties.set(name.toLowerCase(), value);
  }

  get(name: string): Value {
    const value = this.properties.get(name.toLowerCase());
    if (value === undefined) throw new UnknownConstruct(`the object has no property ${name}`);
    return value;
  }

  set(name: string, value: Value): void {
    this.get(name);
    this.properties.set(name.toLowerCase(), value);
  }
}

export type NetMethod = (...values: Value[]) => Value;

export interface NetMembers {
  readonly properties?: Readonly<Record<string, () => Value>>;
  readonly setters?: Readonly<Record<string, (value: Value) => void>>;
  readonly methods?: Readonly<Record<string, NetMethod>>;
  /** What it enumerates as, where it does. */
  readonly items?: readonly Value[];
  /** What ToString gives; the name of the type where it is absent. */
  readonly text?: string;
}

/** An object of .NET: the members that the host gives it, whose names ignore case. */
export class NetObject {
  constructor(
    readonly typeName: string,
    readonly members: NetMembers,
  ) {}
}

export interface NetTypeMembers {
  readonly properties?: Readonly<Record<string, () => Value>>;
  readonly methods?: Readonly<Record<string, NetMethod>>;
  readonly create?: NetMethod;
}

/** A type literal. */
export class NetType {
  constructor(
    /** As .NET names it; of types that PowerShell has a name of its own for, too. */
    readonly typeName: string,
    readonly members: NetTypeMembers = {},
  ) {}
}

/** A script block, which runs in a scope below that of its caller. */
export class ScriptBlock {
  constructor(readonly body: SyntaxNode) {}
}

/** The name of a value's type, as .NET has it. */
export function typeNameOf(value: Value): string {
  if (value === null || value === NOTHING) return '$null';
  if (typeof value === 'boolean') return 'System.Boolean';
  if (typeof value === 'number') return 'System.Int32';
  if (typeof value === 'string') return 'System.String';
  if (isArray(value)) return 'System.Object[]';
  if (value instanceof Uint8Array) return 'System.Byte[]';
  if (value instanceof Char) return 'System.Char';
  if (value instanceof Hashtable) return 'System.Collections.Hashtable';
  if (value instanceof Dictionary) return 'System.Collections.Generic.Dictionary`2';
  if (value instanceof CustomObject) return 'System.Management.Automation.PSCustomObject';
  if (value instanceof ScriptBlock) return 'System.Management.Automation.ScriptBlock';
  if (value instanceof NetType) return 'System.RuntimeType';
  return value.typeName;
}

export function isArray(value: Value): value is readonly Value[] {
  return Array.isArray(value);
}

export function isNull(value: Value): value is null | typeof NOTHING {
  return value === null || value === NOTHING;
}

/** What a pipeline enumerates a value as: arrays and collections, not strings and dictionaries. */
export function elementsOf(value: Value): readonly Value[] {
  if (value === NOTHING) return [];
  if (isArray(value)) return value;
  if (value instanceof Uint8Array) return [...value];
  if (value instanceof NetObject && value.members.items) return value.members.items;
  return [value];
}

/** Language Specification 3.0, 6.2 Conversion to bool. */
export function isTrue(value: Value): boolean {
  if (isNull(value) || value === false || value === 0 || value === '') return false;
  if (value instanceof OtherNumber) return value.value !== 0;
  if (value instanceof Char) return value.code !== 0;
  if (isArray(value) || value instanceof Uint8Array) {
    if (value.length === 1) return isTrue(value[0] ?? null);
    return value.length > 1;
  }
  return true;
}

/** Language Specification 3.0, 6.8 Conversion to string, with $OFS a space. */
export function toText(value: Value): string {
  if (isNull(value)) return '';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number' || typeof value === 'string') return String(value);
  if (value instanceof OtherNumber) return String(value.value);
  if (value instanceof Char) return String.fromCharCode(value.code);
  if (isArray(value)) return value.map((element) => toText(element)).join(' ');
  if (value instanceof Uint8Array) return [...value].join(' ');
  if (value instanceof NetType) return value.typeName;
  if (value instanceof NetObject) return value.members.text ?? value.typeName;
  if (value instanceof Hashtable || value instanceof Dictionary) return typeNameOf(value);
  throw new UnknownConstruct(`${typeNameOf(value)} as a string`);
}

/** What a pipeline has written so far. */
export type Output = Value[];
