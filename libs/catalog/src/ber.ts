import { Asn1Error } from './asn1-error';
import { characterStringText, isCharacterString, timeOfString, TIME_TAGS } from './ber-strings';
import { isObjectIdentifier, objectIdentifierText } from './object-identifier';

/** A value that is encoded by the Basic Encoding Rules (ITU-T X.690). */
export interface BerValue {
  readonly tagClass: 'universal' | 'context-specific' | 'other';
  readonly tagNumber: number;
  readonly isConstructed: boolean;
  /** The identifier, length and contents octets, and the end-of-contents octets if there are any. */
  readonly encoding: Uint8Array;
  /** The contents octets alone. */
  readonly contents: Uint8Array;
  /** The values in a constructed value. */
  readonly elements: readonly BerValue[];
  /** The text of a character string, or the dotted notation of an object identifier. */
  readonly text?: string | undefined;
  /**
   * The time of a UTCTime or GeneralizedTime, in seconds since 1970; NaN if it is not a valid time.
   */
  readonly time?: number | undefined;
}

/**
 * Limits of decoding. The catalog of a driver has some hundred values and a nesting of about 20;
 * the largest drivers, with a thousand files, come to some ten thousand values.
 */
/** In bytes. */
export const MAXIMUM_LENGTH = 16 * 1024 * 1024;
const MAXIMUM_VALUES = 100_000;
const MAXIMUM_DEPTH = 64;

/** Limits that differ between values. */
export interface BerLimits {
  /** Fewer values than the default, for a value that may occur often. */
  readonly values?: number;
  /** How many zero octets may follow the value. */
  readonly padding?: number;
}

/**
 * Decodes one value that takes up all of the bytes. Work and memory are bounded: 16 MiB, 64 levels
 * of nesting, and 100,000 values or fewer.
 *
 * Catalogs and executables carry the same few certificates over and over, and most values in them
 * are never used. So the structure is checked fully, but values are interpreted only on demand.
 *
 * @param what The name of the value, for errors.
 * @throws Asn1Error if it is malformed, beyond the limits, or followed by something else.
 */
export function decodeBer(
  bytes: Uint8Array,
  what: string,
  { values = MAXIMUM_VALUES, padding = 0 }: BerLimits = {},
): BerValue {
  if (bytes.length > MAXIMUM_LENGTH) {
    throw new Asn1Error(`${what} has ${String(bytes.length)} bytes, which is too much`);
  }
  const value = new Decoding(bytes, what, values).value(0, bytes.length, 1);
  const rest = bytes.subarray(value.end);
  if (rest.length > padding || rest.some((octet) => octet !== 0)) {
    throw new Asn1Error(`${String(rest.length)} bytes follow the end of ${what}`);
  }
  return value;
}

/** Tag classes (X.690, 8.1.2.2). */
const TAG_CLASSES = ['universal', 'other', 'context-specific', 'other'] as const;
const UNIVERSAL = 0;
const CONSTRUCTED = 0x20;
/** The tag number is in the octets that follow (X.690, 8.1.2.4). */
const HIGH_TAG_NUMBER = 0x1f;
/** No type has a number that comes near. */
const MAXIMUM_TAG_NUMBER = 0x7fff_ffff;
/** X.690, 8.1.3.6. */
const INDEFINITE_LENGTH = 0x80;
/** X.690, 8.1.3.5 (c). */
const RESERVED_LENGTH = 0xff;
/** Two zero octets (X.690, 8.1.5). */
const END_OF_CONTENTS_LENGTH = 2;

/** X.680, 8.6: tags from this one on are reserved for future use. */
const FIRST_RESERVED_TAG = 37;
const END_OF_CONTENTS_TAG = 0;
const RESERVED_TAG = 15;
const BOOLEAN_TAG = 1;
const INTEGER_TAG = 2;
const BIT_STRING_TAG = 3;
const MAXIMUM_UNUSED_BITS = 7;
const NULL_TAG = 5;
const OBJECT_IDENTIFIER_TAG = 6;
const RELATIVE_OBJECT_IDENTIFIER_TAG = 13;
/** BOOLEAN, INTEGER, NULL, REAL, ENUMERATED and both kinds of object identifiers (X.690, 8.2 to 8.5, 8.8, 8.19, 8.20). */
const PRIMITIVE_TAGS = new Set([
  BOOLEAN_TAG,
  INTEGER_TAG,
  NULL_TAG,
  OBJECT_IDENTIFIER_TAG,
  9,
  10,
  RELATIVE_OBJECT_IDENTIFIER_TAG,
]);
/** EXTERNAL, EMBEDDED PDV, SEQUENCE and SET (X.690, 8.9, 8.11, 8.17 and 8.18). */
const CONSTRUCTED_TAGS = new Set([8, 11, 16, 17]);

/** The identifier octets of a value (X.690, 8.1.2). */
interface Identifier {
  readonly tagClass: number;
  readonly tagNumber: number;
  readonly isConstructed: boolean;
  /** Offset of the octets after them. */
  readonly next: number;
}

/** Offsets of the parts of a value. */
interface Places {
  readonly start: number;
  readonly contentsStart: number;
  readonly contentsEnd: number;
  readonly end: number;
}

/** A value, stored as the offsets of its parts. */
class DecodedValue implements BerValue {
  readonly tagClass: BerValue['tagClass'];
  readonly tagNumber: number;
  readonly isConstructed: boolean;

  constructor(
    private readonly bytes: Uint8Array,
    { tagClass, tagNumber, isConstructed }: Identifier,
    private readonly places: Places,
    readonly elements: readonly BerValue[],
  ) {
    this.tagClass = TAG_CLASSES[tagClass] ?? 'other';
    this.tagNumber = tagNumber;
    this.isConstructed = isConstructed;
  }

  get end(): number {
    return this.places.end;
  }

  get encoding(): Uint8Array {
    return this.bytes.subarray(this.places.start, this.places.end);
  }

  get contents(): Uint8Array {
    return this.bytes.subarray(this.places.contentsStart, this.places.contentsEnd);
  }

  get text(): string | undefined {
    if (this.tagClass !== 'universal' || this.isConstructed) return undefined;
    return this.tagNumber === OBJECT_IDENTIFIER_TAG
      ? objectIdentifierText(this.contents)
      : characterStringText(this.tagNumber, this.contents);
  }

  get time(): number | undefined {
    if (this.tagClass !== 'universal' || !TIME_TAGS.has(this.tagNumber)) return undefined;
    return this.isConstructed ? NaN : timeOfString(this.tagNumber, this.contents);
  }
}

/** Checks of the contents octets of primitive types. */
const SOUND_CONTENTS: ReadonlyMap<number, (contents: Uint8Array) => boolean> = new Map([
  // X.690, 8.2.1, 8.3.1, 8.6.2.2 and 8.8.2.
  [BOOLEAN_TAG, ({ length }) => length === 1],
  [INTEGER_TAG, ({ length }) => length > 0],
  // The first octet is the number of unused bits in the last one.
  [BIT_STRING_TAG, ([unused = MAXIMUM_UNUSED_BITS + 1]) => unused <= MAXIMUM_UNUSED_BITS],
  [NULL_TAG, ({ length }) => length === 0],
  [OBJECT_IDENTIFIER_TAG, isObjectIdentifier],
  [RELATIVE_OBJECT_IDENTIFIER_TAG, isObjectIdentifier],
]);

const NO_ELEMENTS: readonly BerValue[] = [];

/** The decoding of one value, with the remaining limits. */
class Decoding {
  #values = 0;

  constructor(
    private readonly bytes: Uint8Array,
    private readonly what: string,
    private readonly maximumValues: number,
  ) {}

  /**
   * Decodes the value at an offset.
   *
   * @param limit Offset of the end of the enclosing value.
   */
  value(start: number, limit: number, depth: number): DecodedValue {
    if (depth > MAXIMUM_DEPTH) throw this.#malformed('the depth of its values is too great');
    this.#values += 1;
    if (this.#values > this.maximumValues) throw this.#malformed('the node count is too great');

    const identifier = this.#identifier(start, limit);
    const { tagClass, tagNumber, isConstructed } = identifier;
    if (tagClass === UNIVERSAL) this.#checkUniversal(tagNumber, isConstructed);
    const { length, next: contentsStart } = this.#length(identifier.next, limit);
    if (length === undefined) {
      if (!isConstructed) throw this.#malformed('a primitive value has no definite length');
      const { elements, contentsEnd } = this.#untilEndOfContents(contentsStart, limit, depth);
      const end = contentsEnd + END_OF_CONTENTS_LENGTH;
      const places = { start, contentsStart, contentsEnd, end };
      return new DecodedValue(this.bytes, identifier, places, elements);
    }
    const end = contentsStart + length;
    if (end > limit) throw this.#malformed('the length of a value does not fit its contents');
    const elements = isConstructed ? this.#elements(contentsStart, end, depth) : NO_ELEMENTS;
    if (tagClass === UNIVERSAL && !isConstructed) {
      this.#checkContents(tagNumber, this.bytes.subarray(contentsStart, end));
    }
    const places = { start, contentsStart, contentsEnd: end, end };
    return new DecodedValue(this.bytes, identifier, places, elements);
  }

  #elements(start: number, end: number, depth: number): readonly BerValue[] {
    const elements: BerValue[] = [];
    for (let offset = start; offset < end;) {
      const element = this.value(offset, end, depth + 1);
      elements.push(element);
      offset = element.end;
    }
    return elements;
  }

  #untilEndOfContents(
    start: number,
    limit: number,
    depth: number,
  ): { readonly elements: readonly BerValue[]; readonly contentsEnd: number } {
    const elements: BerValue[] = [];
    for (let offset = start; ;) {
      if (this.#octet(offset, limit) === 0 && this.#octet(offset + 1, limit) === 0) {
        return { elements, contentsEnd: offset };
      }
      const element = this.value(offset, limit, depth + 1);
      elements.push(element);
      offset = element.end;
    }
  }

  #identifier(start: number, limit: number): Identifier {
    const octet = this.#octet(start, limit);
    const isConstructed = (octet & CONSTRUCTED) !== 0;
    const tagClass = octet >> 6;
    const lowTagNumber = octet & HIGH_TAG_NUMBER;
    if (lowTagNumber !== HIGH_TAG_NUMBER) {
      return { tagClass, tagNumber: lowTagNumber, isConstructed, next: start + 1 };
    }
    let tagNumber = 0;
    for (let offset = start + 1; ; offset += 1) {
      const part = this.#octet(offset, limit);
      tagNumber = tagNumber * 0x80 + (part & 0x7f);
      if (tagNumber > MAXIMUM_TAG_NUMBER) throw this.#malformed('a tag number is too large');
      if (part < 0x80) return { tagClass, tagNumber, isConstructed, next: offset + 1 };
    }
  }

  /** @returns The length; undefined in the indefinite form (X.690, 8.1.3). */
  #length(start: number, limit: number): { length: number | undefined; next: number } {
    const first = this.#octet(start, limit);
    if (first < INDEFINITE_LENGTH) return { length: first, next: start + 1 };
    if (first === INDEFINITE_LENGTH) return { length: undefined, next: start + 1 };
    if (first === RESERVED_LENGTH) throw this.#malformed('a length has a reserved form');
    const next = start + 1 + (first & 0x7f);
    let length = 0;
    for (let offset = start + 1; offset < next; offset += 1) {
      length = length * 0x100 + this.#octet(offset, limit);
      if (length > MAXIMUM_LENGTH) throw this.#malformed('a length is too large');
    }
    return { length, next };
  }

  #checkUniversal(tagNumber: number, isConstructed: boolean): void {
    if (tagNumber === END_OF_CONTENTS_TAG) {
      throw this.#malformed('an end of contents stands where a value is expected');
    }
    if (tagNumber === RESERVED_TAG || tagNumber >= FIRST_RESERVED_TAG) {
      throw this.#malformed('a value has a reserved type');
    }
    if ((isConstructed ? PRIMITIVE_TAGS : CONSTRUCTED_TAGS).has(tagNumber)) {
      throw this.#malformed('a value has the form of another type');
    }
  }

  #checkContents(tagNumber: number, contents: Uint8Array): void {
    const isSound =
      SOUND_CONTENTS.get(tagNumber)?.(contents) ?? isCharacterString(tagNumber, contents);
    if (!isSound) throw this.#malformed('a value has contents that its type cannot have');
  }

  #octet(offset: number, limit: number): number {
    const octet = offset < limit ? this.bytes[offset] : undefined;
    if (octet === undefined) throw this.#malformed('it ends too early');
    return octet;
  }

  #malformed(reason: string): Asn1Error {
    return new Asn1Error(`${this.what} is malformed: ${reason}`);
  }
}
