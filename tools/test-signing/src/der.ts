/**
 * The Distinguished Encoding Rules (ITU-T X.690), as far as certificates and catalogs need them: each
 * function gives one value with its tag and length.
 */

export function sequence(...values: readonly Uint8Array[]): Buffer {
  return value(0x30, ...values);
}

export function set(...values: readonly Uint8Array[]): Buffer {
  return value(0x31, ...values);
}

/** A SET OF, whose values are in the order of their encodings (X.690, 11.6). */
export function setOf(...values: readonly Uint8Array[]): Buffer {
  return set(...values.toSorted((a, b) => Buffer.compare(a, b)));
}

/** A value with an explicit context-specific tag (X.690, 8.14). */
export function explicit(tag: number, ...inner: readonly Uint8Array[]): Buffer {
  return value(0xa0 | tag, ...inner);
}

/** A primitive value with an implicit context-specific tag (X.690, 8.14). */
export function implicit(tag: number, contents: Uint8Array): Buffer {
  return value(0x80 | tag, contents);
}

export function trueValue(): Buffer {
  return value(0x01, Buffer.from([0xff]));
}

/** A non-negative number, by its bytes from the most significant on (X.690, 8.3). */
export function integer(bytes: Uint8Array): Buffer {
  const isNegative = (bytes[0] ?? 0) >= 0x80;
  return value(0x02, Buffer.from(isNegative ? [0] : []), Buffer.from(bytes));
}

/** A string of whole bytes (X.690, 8.6). */
export function bitString(bytes: Uint8Array): Buffer {
  return value(0x03, Buffer.from([0]), bytes);
}

/** A string of bits by the numbers of those that are set, the first one 0 (X.690, 11.2.2). */
export function namedBits(numbers: readonly number[]): Buffer {
  const highest = Math.max(...numbers);
  const octets = Buffer.alloc(Math.floor(highest / 8) + 1);
  for (const number of numbers) {
    const index = Math.floor(number / 8);
    octets[index] = (octets[index] ?? 0) | (0x80 >> (number % 8));
  }
  return value(0x03, Buffer.from([7 - (highest % 8)]), octets);
}

export function octetString(bytes: Uint8Array): Buffer {
  return value(0x04, bytes);
}

export function nullValue(): Buffer {
  return value(0x05);
}

/** Letters, digits, spaces, and some punctuation (X.680, 41.4). */
export function printableString(text: string): Buffer {
  return value(0x13, Buffer.from(text, 'ascii'));
}

export function utf8String(text: string): Buffer {
  return value(0x0c, Buffer.from(text, 'utf8'));
}

/** UTF-16, the most significant byte of each unit first (X.690, 8.23.8). */
export function bmpString(text: string): Buffer {
  return value(0x1e, Buffer.from(text, 'utf16le').swap16());
}

/** `YYMMDDhhmmssZ` (X.690, 11.8). */
export function utcTime(text: string): Buffer {
  return value(0x17, Buffer.from(text, 'ascii'));
}

/** `YYYYMMDDhhmmssZ` (X.690, 11.7). */
export function generalizedTime(text: string): Buffer {
  return value(0x18, Buffer.from(text, 'ascii'));
}

/** An object identifier in dotted notation (X.690, 8.19). */
export function objectIdentifier(dotted: string): Buffer {
  const [first = 0, second = 0, ...others] = dotted.split('.').map(Number);
  return value(0x06, Buffer.from([40 * first + second, ...others.flatMap((arc) => base128(arc))]));
}

function base128(arc: number): readonly number[] {
  const digits = [arc % 128];
  for (let rest = Math.floor(arc / 128); rest > 0; rest = Math.floor(rest / 128)) {
    digits.unshift(0x80 | (rest % 128));
  }
  return digits;
}

function value(tag: number, ...contents: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(contents);
  return Buffer.concat([Buffer.from([tag, ...lengthOctets(content.length)]), content]);
}

/** The definite form, short or long (X.690, 8.1.3). */
function lengthOctets(length: number): readonly number[] {
  if (length < 0x80) return [length];
  const octets: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) octets.unshift(rest % 256);
  return [0x80 | octets.length, ...octets];
}
