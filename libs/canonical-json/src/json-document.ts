import { InputError, type Position } from '@aero-guest-tools/diagnostics';
import { parseText, type JsonNode } from './json-parser';
import { pointerTokens } from './json-pointer';
import type { JsonValue } from './json-value';
import { decodeSource, lineStarts, positionAt } from './source-text';

/** A parsed JSON file with the positions of its values. Pointers are those of RFC 6901. */
export interface JsonDocument {
  /** The file name that was given to the parser. */
  readonly file: string;
  readonly value: JsonValue;
  /**
   * Where the value begins; if the pointer leads nowhere, where its nearest existing ancestor
   * begins.
   */
  position(pointer: string): Position;
  /**
   * Where the name of an object's member begins; `undefined` if the pointer is not that of a
   * member.
   */
  keyPosition(pointer: string): Position | undefined;
}

/**
 * Parses strict JSON (RFC 8259) that is also I-JSON (RFC 7493), with positions. (Packager rules,
 * 1. Packaging spec: UTF-8, a byte order mark is tolerated, duplicate keys are errors with
 * file:line:column.)
 *
 * @param source UTF-8 bytes, or text.
 * @param file The name to show in errors.
 * @throws InputError if the bytes are not UTF-8, if the text is not JSON, or if arrays and objects
 *   are nested more than 128 deep; and, all of them together, for duplicate keys, numbers beyond an
 *   IEEE 754 double and lone surrogates.
 */
export function parseJson(source: Uint8Array | string, file: string): JsonDocument {
  const text = decodeSource(source, file);
  const { root, problems } = parseText(text);
  const starts = lineStarts(text);
  if (!root || problems.length > 0) {
    throw new InputError(
      problems.map(({ offset, ...problem }) => ({
        file,
        position: positionAt(starts, offset),
        ...problem,
      })),
    );
  }
  return {
    file,
    value: root.value,
    position: (pointer) => positionAt(starts, find(root, pointer).nearest.start),
    keyPosition: (pointer) => {
      const { nearest, exists } = find(root, pointer);
      if (!exists || nearest.keyStart === undefined) return undefined;
      return positionAt(starts, nearest.keyStart);
    },
  };
}

function find(root: JsonNode, pointer: string): { nearest: JsonNode; exists: boolean } {
  const tokens = pointerTokens(pointer);
  if (!tokens) return { nearest: root, exists: false };
  let nearest = root;
  for (const token of tokens) {
    const child = childNamed(nearest, token);
    if (!child) return { nearest, exists: false };
    nearest = child;
  }
  return { nearest, exists: true };
}

function childNamed({ children }: JsonNode, token: string): JsonNode | undefined {
  if (children instanceof Map) return children.get(token);
  // RFC 6901, 4: an index is decimal, without leading zeros.
  if (Array.isArray(children) && /^(?:0|[1-9][0-9]*)$/.test(token)) return children[Number(token)];
  return undefined;
}
