import type { Problem } from '@aero-guest-tools/diagnostics';

/** A {@link Problem} at an offset in UTF-16 code units, from which line and column are computed. */
export interface OffsetProblem extends Problem {
  readonly offset: number;
}

/** The text violates the grammar of RFC 8259. */
export class JsonSyntaxError extends Error {
  override readonly name = 'JsonSyntaxError';
  constructor(readonly problem: OffsetProblem) {
    super(problem.message);
  }
}

const WHITE_SPACE = /[ \t\n\r]*/y;
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
/** What a reader takes for one number, so that `01` and `1.` are shown whole. */
const NUMBER_LIKE = /[-+.0-9][-+.0-9A-Za-z_]*/y;
const WORD = /[A-Za-z_$][A-Za-z_$0-9]*/y;
/** `unescaped` of RFC 8259, 7. */
const UNESCAPED = /[\x20-\x21\x23-\x5b\x5d-\uffff]*/y;
const HEX_DIGITS = /[0-9A-Fa-f]{4}/y;

const LITERALS: ReadonlyMap<string, boolean | null> = new Map([
  ['true', true],
  ['false', false],
  ['null', null],
]);

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ['\\', '\\'],
  ['/', '/'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
]);

/** Reads the tokens of a JSON text (RFC 8259, 2, 3, 6 and 7), one after the other. */
export class JsonScanner {
  readonly #text: string;
  #offset = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** Skips white space. Returns the offset of what follows, in UTF-16 code units. */
  skipWhiteSpace(): number {
    this.#match(WHITE_SPACE);
    return this.#offset;
  }

  /** The character that comes next; `undefined` at the end. */
  peek(): string | undefined {
    return this.#text[this.#offset];
  }

  /** Skips white space and, if it follows, one structural character. Returns whether it did. */
  skip(structuralCharacter: string): boolean {
    this.skipWhiteSpace();
    if (this.peek() !== structuralCharacter) return false;
    this.#offset++;
    return true;
  }

  /** Reads a string; the next character is its opening quotation mark. */
  string(): string {
    const start = this.#offset;
    this.#offset++;
    let value = '';
    for (;;) {
      value += this.#match(UNESCAPED);
      const character = this.peek();
      if (character === '"') break;
      if (character === undefined) {
        this.#offset = start;
        throw this.error('a string does not end', 'a closing double quote', 'close the string');
      }
      if (character !== '\\') {
        throw this.error(
          'a string contains a control character',
          'its escape, as in \\n or \\u0000',
          'write the escape, or close the string before the line ends',
        );
      }
      value += this.#escape();
    }
    this.#offset++;
    return value;
  }

  #escape(): string {
    const start = this.#offset;
    const escape = this.#text[start + 1] ?? '';
    this.#offset += 2;
    const character = ESCAPES.get(escape);
    if (character !== undefined) return character;
    const digits = escape === 'u' ? this.#match(HEX_DIGITS) : '';
    if (digits !== '') return String.fromCharCode(Number.parseInt(digits, 16));
    this.#offset = start;
    throw this.error(
      'a string contains an unknown escape',
      '\\" \\\\ \\/ \\b \\f \\n \\r \\t or \\u and four hexadecimal digits',
      'write a backslash that stands for itself as \\\\',
      abridge(this.#text.slice(start, start + (escape === 'u' ? 6 : 2))),
    );
  }

  /** Reads a number as the nearest double: infinity if it is too large. */
  number(): number {
    const start = this.#offset;
    const digits = this.#match(NUMBER);
    const end = this.#offset;
    this.#offset = start;
    const numberLike = this.#match(NUMBER_LIKE);
    this.#offset = start;
    if (digits !== numberLike) {
      throw this.error(
        'a number is not written as JSON writes it',
        'a number as in 0, -1.5 or 2e10',
        'write decimal digits, without a plus sign or leading zeros',
        abridge(numberLike),
      );
    }
    this.#offset = end;
    return Number(digits);
  }

  /** Reads `true`, `false` or `null`. */
  literal(): boolean | null {
    const start = this.#offset;
    const word = this.#match(WORD);
    const value = LITERALS.get(word);
    if (value !== undefined) return value;
    this.#offset = start;
    const expected =
      'an object, an array, a string in double quotes, a number, true, false or null';
    throw word === ''
      ? this.error('a value is missing', expected, 'write a value here')
      : this.error(
          'a word is not a JSON value',
          expected,
          'put text in double quotes',
          abridge(word),
        );
  }

  /** The error for the text at the current offset. */
  error(
    message: string,
    expected: string,
    remedy: string,
    found = describe(this.#text.codePointAt(this.#offset)),
  ): JsonSyntaxError {
    return new JsonSyntaxError({
      id: 'json.syntax',
      offset: this.#offset,
      message,
      found,
      expected,
      remedy: this.#habitRemedy() ?? remedy,
    });
  }

  /** The remedy for habits from notations that people mistake for JSON. */
  #habitRemedy(): string | undefined {
    const rest = this.#text.slice(this.#offset, this.#offset + 2);
    if (rest === '//' || rest === '/*') return 'remove the comment: JSON has none';
    if (rest.startsWith("'")) return 'write double quotes instead of single ones';
    const closes = rest.startsWith('}') || rest.startsWith(']');
    if (closes && this.#text.slice(0, this.#offset).trimEnd().endsWith(',')) {
      return 'remove the comma before it';
    }
    return undefined;
  }

  #match(sticky: RegExp): string {
    sticky.lastIndex = this.#offset;
    const matched = sticky.exec(this.#text)?.[0] ?? '';
    this.#offset += matched.length;
    return matched;
  }
}

function describe(codePoint: number | undefined): string {
  if (codePoint === undefined) return 'the end of the file';
  if (codePoint > 0x20 && codePoint < 0x7f) return JSON.stringify(String.fromCodePoint(codePoint));
  return `U+${codePoint.toString(16).toUpperCase().padStart(4, '0')}`;
}

/** The text as a JSON string, cut after 60 characters. */
export function abridge(text: string): string {
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 57)}...` : text);
}
