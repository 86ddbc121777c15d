import { appendToPointer } from './json-pointer';
import { abridge, JsonScanner, JsonSyntaxError, type OffsetProblem } from './json-scanner';
import type { JsonValue } from './json-value';

/** A value and its position: `start` is the offset of its first character in UTF-16 code units. */
export interface JsonNode {
  readonly value: JsonValue;
  readonly start: number;
  /** For a member of an object: the offset of the quotation mark that opens its name. */
  readonly keyStart?: number;
  /** The members of an object by name, the elements of an array by index. */
  readonly children?: ReadonlyMap<string, JsonNode> | readonly JsonNode[];
}

/** The result of {@link parseText}; `root` is only valid if there are no problems. */
export interface ParsedText {
  readonly root: JsonNode | undefined;
  readonly problems: readonly OffsetProblem[];
}

/** RFC 8259, 9 lets a parser limit the depth of nesting. It also bounds the parser's own recursion. */
const MAXIMUM_DEPTH = 128;

/**
 * The parser stops after this many: a text of some megabytes can have a million problems, and ten
 * are shown.
 */
const MAXIMUM_PROBLEMS = 100;

/** Ends a parse that has found enough problems. */
class TooManyProblemsError extends Error {
  override readonly name = 'TooManyProblemsError';
}

/** With the `u` flag a pair of surrogates is one character, so this finds the lone ones. */
const LONE_SURROGATE = /\p{Surrogate}/u;

/**
 * Parses a JSON text (RFC 8259) that is also I-JSON (RFC 7493), so that RFC 8785 can make it
 * canonical. `JSON.parse` silently keeps the last of equal names, and reports neither the position
 * of a value nor, reliably, that of an error.
 *
 * The first violation of the grammar ends the parse. Duplicate names, numbers that no double can
 * hold and lone surrogates are collected on the way, at most a hundred of them.
 */
export function parseText(text: string): ParsedText {
  const parser = new JsonParser(text);
  try {
    const root = parser.document();
    return { root, problems: parser.problems };
  } catch (error) {
    if (error instanceof JsonSyntaxError) parser.add(error.problem);
    else if (!(error instanceof TooManyProblemsError)) throw error;
    return { root: undefined, problems: parser.problems };
  }
}

type Contents = Pick<JsonNode, 'value' | 'children'>;

class JsonParser {
  readonly problems: OffsetProblem[] = [];
  readonly #scanner: JsonScanner;
  /** The names and indexes of the path to the value that is being parsed. */
  readonly #path: (string | number)[] = [];

  constructor(text: string) {
    this.#scanner = new JsonScanner(text);
  }

  document(): JsonNode {
    const root = this.#node();
    this.#scanner.skipWhiteSpace();
    if (this.#scanner.peek() !== undefined) {
      throw this.#scanner.error(
        'more text follows the end of the document',
        'the end of the file',
        'remove what follows, or the bracket that closes the document too early',
      );
    }
    return root;
  }

  /** Adds a problem of the value that is being parsed. */
  add(problem: OffsetProblem): void {
    this.problems.push({ ...problem, pointer: this.#path.reduce<string>(appendToPointer, '') });
  }

  /** Adds a problem after which parsing continues. */
  #report(problem: OffsetProblem): void {
    this.add(problem);
    if (this.problems.length === MAXIMUM_PROBLEMS) throw new TooManyProblemsError();
  }

  #node(keyStart?: number): JsonNode {
    const start = this.#scanner.skipWhiteSpace();
    const contents = this.#contents(start);
    return keyStart === undefined ? { start, ...contents } : { start, keyStart, ...contents };
  }

  #contents(start: number): Contents {
    const first = this.#scanner.peek() ?? '';
    if (first === '{') return this.#nested(() => this.#object());
    if (first === '[') return this.#nested(() => this.#array());
    if (first === '"') return { value: this.#string(start) };
    if (/[-+.0-9]/.test(first)) return { value: this.#number(start) };
    return { value: this.#scanner.literal() };
  }

  #nested(parse: () => Contents): Contents {
    if (this.#path.length < MAXIMUM_DEPTH) return parse();
    throw this.#scanner.error(
      'arrays and objects are nested too deep',
      `at most ${String(MAXIMUM_DEPTH)} levels`,
      'nest less deep',
    );
  }

  #object(): Contents {
    const value: { [key: string]: JsonValue } = {};
    const children = new Map<string, JsonNode>();
    this.#scanner.skip('{');
    if (this.#scanner.skip('}')) return { value, children };
    do {
      const [key, node] = this.#member(children);
      children.set(key, node);
      // An assignment to `__proto__` would set the prototype instead of adding a member.
      Object.defineProperty(value, key, {
        value: node.value,
        configurable: true,
        enumerable: true,
        writable: true,
      });
    } while (this.#scanner.skip(','));
    if (this.#scanner.skip('}')) return { value, children };
    throw this.#scanner.error(
      'an object does not end',
      '"," or "}"',
      'write "," before the next member, or "}" after the last one',
    );
  }

  #member(before: ReadonlyMap<string, JsonNode>): [string, JsonNode] {
    const keyStart = this.#scanner.skipWhiteSpace();
    if (this.#scanner.peek() !== '"') {
      throw this.#scanner.error(
        'the name of a member is missing',
        'a name in double quotes',
        'write the name in double quotes, or close the object with "}"',
      );
    }
    const key = this.#string(keyStart);
    this.#path.push(key);
    if (before.has(key)) {
      this.#report({
        offset: keyStart,
        id: 'json.duplicate-key',
        message: 'an object has the same name twice',
        found: `${abridge(key)} again`,
        expected: 'each name once',
        remedy: 'remove one of the two',
      });
    }
    if (!this.#scanner.skip(':')) {
      throw this.#scanner.error('a name has no value', '":"', 'write ":" and a value');
    }
    const node = this.#node(keyStart);
    this.#path.pop();
    return [key, node];
  }

  #array(): Contents {
    const children: JsonNode[] = [];
    this.#scanner.skip('[');
    if (this.#scanner.skip(']')) return { value: [], children };
    do {
      this.#path.push(children.length);
      children.push(this.#node());
      this.#path.pop();
    } while (this.#scanner.skip(','));
    if (this.#scanner.skip(']')) return { value: children.map(({ value }) => value), children };
    throw this.#scanner.error(
      'an array does not end',
      '"," or "]"',
      'write "," before the next element, or "]" after the last one',
    );
  }

  #string(offset: number): string {
    const value = this.#scanner.string();
    if (LONE_SURROGATE.test(value)) {
      this.#report({
        offset,
        id: 'json.lone-surrogate',
        message: 'a string contains half of a surrogate pair',
        found: abridge(value),
        expected: 'Unicode characters (RFC 8785, 3.2.2.2)',
        remedy: 'write both halves, as in \\ud83d\\ude00, or neither',
      });
    }
    return value;
  }

  #number(offset: number): number {
    const value = this.#scanner.number();
    if (!Number.isFinite(value)) {
      this.#report({
        offset,
        id: 'json.number-too-large',
        message: 'a number is too large',
        found: 'a number beyond 1.7976931348623157e308',
        expected: 'a number that an IEEE 754 double holds (RFC 8785, 3.2.2.3)',
        remedy: 'write a smaller number, or a string',
      });
    }
    return value;
  }
}
