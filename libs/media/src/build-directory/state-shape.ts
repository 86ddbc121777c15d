import { appendToPointer, parseWrittenJson } from '@aero-guest-tools/canonical-json';
import {
  InputError,
  REMEDY_ACTIONS,
  unusableState,
  type Flaw,
  type Problem,
} from '@aero-guest-tools/diagnostics';
import { readStateFile } from './state-file';

/** The shape that a value of a state file must have, checked by a function. */
export interface Shape {
  /** How errors name it: `a text`. */
  readonly expected: string;
  /** @returns The first value that does not have the shape; undefined if all do. */
  misfit(value: unknown): Misfit | undefined;
}

interface Misfit {
  /** A JSON pointer (RFC 6901), relative to the value that was checked. */
  readonly pointer: string;
  readonly found: unknown;
  readonly expected: string;
}

/** A value that a predicate accepts. */
export function shape(expected: string, accepts: (value: unknown) => boolean): Shape {
  return {
    expected,
    misfit: (found) => (accepts(found) ? undefined : { pointer: '', found, expected }),
  };
}

export const TEXT = shape('a text', (value) => typeof value === 'string');
export const COUNT = shape(
  'a whole number, 0 at least',
  (value) => Number.isSafeInteger(value) && Number(value) >= 0,
);
export const SHA256 = shape(
  '64 lower-case hexadecimal digits',
  (value) => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value),
);
/** A relative path that cannot lead out of the directory it is relative to. */
export const RELATIVE_PATH = shape(
  'a relative path of plain components, joined by "/"',
  (value) =>
    typeof value === 'string' &&
    !value.includes('\0') &&
    value.split('/').every((component) => !['', '.', '..'].includes(component)),
);

/** A shape, or null. */
export function orNull(one: Shape): Shape {
  return {
    expected: `${one.expected} or null`,
    misfit: (value) => (value === null ? undefined : one.misfit(value)),
  };
}

export const TEXT_OR_NULL = orNull(TEXT);
export const BOOLEAN = shape('true or false', (value) => typeof value === 'boolean');

/** One of some texts. */
export function oneOf(...texts: readonly string[]): Shape {
  return shape(
    texts.map((text) => JSON.stringify(text)).join(' or '),
    (value) => typeof value === 'string' && texts.includes(value),
  );
}

/** A value that has every one of several shapes. */
export function allOf(first: Shape, ...others: readonly Shape[]): Shape {
  return {
    expected: first.expected,
    misfit: (value) => {
      for (const one of [first, ...others]) {
        const misfit = one.misfit(value);
        if (misfit) return misfit;
      }
      return undefined;
    },
  };
}

/** A list whose elements all have a shape. */
export function listOf(element: Shape): Shape {
  const expected = 'a list';
  return {
    expected,
    misfit: (value) => {
      if (!Array.isArray(value)) return { pointer: '', found: value, expected };
      for (const [index, item] of value.entries()) {
        const misfit = element.misfit(item);
        if (misfit) return below(index, misfit);
      }
      return undefined;
    },
  };
}

/** An object with the given members, and optionally with others. */
export function objectOf(
  members: Readonly<Record<string, Shape>>,
  optional: Readonly<Record<string, Shape>> = {},
): Shape {
  const expected = 'an object';
  return {
    expected,
    misfit: (value) => {
      if (typeof value !== 'object' || value === null || Array.isArray(value)) {
        return { pointer: '', found: value, expected };
      }
      const object = value as Readonly<Record<string, unknown>>;
      for (const [name, member] of [...Object.entries(members), ...Object.entries(optional)]) {
        const isThere = Object.hasOwn(object, name);
        if (!isThere && name in optional) continue;
        const misfit = isThere
          ? member.misfit(object[name])
          : { pointer: '', found: undefined, expected: member.expected };
        if (misfit) return below(name, misfit);
      }
      return undefined;
    },
  };
}

function below(token: string | number, misfit: Misfit): Misfit {
  return { ...misfit, pointer: appendToPointer('', token) + misfit.pointer };
}

/** The id of a `Problem`. */
export const ID = shape(
  'the id of a problem',
  (value) => typeof value === 'string' && /^[a-z0-9-]+\.[a-z0-9-]+$/.test(value),
);

/** The optional members of every `Problem`: all but its id and its message. */
const DETAILS = {
  file: TEXT,
  position: objectOf({ line: COUNT, column: COUNT }),
  pointer: TEXT,
  found: TEXT,
  expected: TEXT,
  remedy: TEXT,
  action: oneOf(...REMEDY_ACTIONS),
};

/** A `Problem`. */
export const PROBLEM = objectOf({ id: ID, message: TEXT }, DETAILS);

/** A `Diagnostic`. */
export const DIAGNOSTIC = objectOf(
  { severity: oneOf('error', 'warning'), id: ID, message: TEXT },
  DETAILS,
);

/** What a JSON text must be. */
export interface Expected {
  readonly shape: Shape;
  /** Makes the problem of a file that is something else. */
  readonly refusal: (file: string, flaw: Flaw) => Problem;
}

/** What a task of the build writes. */
export function writtenBy(task: string, ofTask: Shape): Expected {
  return { shape: ofTask, refusal: (file, flaw) => unusableState(file, task, flaw) };
}

/**
 * Reads a JSON state file, which a cache may have restored. It is refused unless it has the shape
 * that the task writes.
 *
 * @param task The task that writes it.
 * @throws InputError if it cannot be read; otherwise it names the value that has another shape.
 */
export async function readShapedState(file: string, task: string, ofTask: Shape): Promise<unknown> {
  return shapedJson(await readStateFile(file, task), file, writtenBy(task, ofTask));
}

/**
 * Parses JSON text that must have a shape.
 *
 * @param file The name to show in errors.
 * @throws InputError if it is not JSON; otherwise it names the value that has another shape.
 */
export function shapedJson(text: Uint8Array | string, file: string, expected: Expected): unknown {
  const value = parseWrittenJson(text, file, expected.refusal);
  const misfit = expected.shape.misfit(value);
  if (misfit === undefined) return value;
  throw new InputError(expected.refusal(file, { ...misfit, found: abridged(misfit.found) }));
}

/** How much of a value errors show, in bytes. */
const SHOWN = 60;

function abridged(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return `a list of ${String(value.length)}`;
  if (typeof value === 'object' && value !== null) return 'an object';
  const text = JSON.stringify(typeof value === 'string' ? value.slice(0, SHOWN) : value);
  return text.length > SHOWN + 2 ? `${text.slice(0, SHOWN)}...` : text;
}
