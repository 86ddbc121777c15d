import type * as asn1js from 'asn1js';
import type { BaseBlock } from 'asn1js';
import { Asn1Error } from './asn1-error';

/** A value that is encoded by the Basic Encoding Rules (ITU-T X.690). */
export interface BerValue {
  readonly tagClass: 'universal' | 'context-specific' | 'other';
  readonly tagNumber: number;
  readonly isConstructed: boolean;
  /** The identifier, length and contents octets, and the end-of-contents octets if there are any. */
  readonly encoding: Uint8Array;
  /** The contents octets alone. */
  readonly contents: Uint8Array;
  /** The values that a constructed one is made of. */
  readonly elements: readonly BerValue[];
  /** Of a character string its text, of an object identifier its dotted notation. */
  readonly text?: string;
  /** Of a UTCTime or GeneralizedTime, in seconds since 1970; NaN if it is no time. */
  readonly time?: number;
}

/**
 * How much is decoded at most. The catalog of a driver has some hundred values and a nesting of about
 * 20; the largest drivers with a thousand files come to some ten thousand values.
 */
/** In bytes. */
export const MAXIMUM_LENGTH = 16 * 1024 * 1024;
const MAXIMUM_VALUES = 100_000;
const MAXIMUM_DEPTH = 64;

const TAG_CLASSES: Readonly<Record<number, BerValue['tagClass']>> = {
  1: 'universal',
  3: 'context-specific',
};

/** What may differ from value to value. */
export interface BerLimits {
  /** Fewer than by default for values that there may be many of. */
  readonly values?: number;
  /** How many zero octets may follow the value. */
  readonly padding?: number;
}

/**
 * Decodes one value that takes up all of the bytes. The work and the memory are bounded: 16 MiB, 64
 * levels of nesting, and 100,000 values or fewer.
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
  const { offset, result } = decode(bytes, what, values);
  if (offset === -1) throw new Asn1Error(`${what} is malformed: ${result.error}`);
  const rest = bytes.subarray(offset);
  if (rest.length > padding || rest.some((octet) => octet !== 0)) {
    throw new Asn1Error(`${String(rest.length)} bytes follow the end of ${what}`);
  }
  return convert(result, what);
}

let loaded: typeof asn1js | undefined;

/** Loaded when the first value is decoded: that takes longer than most of what is decoded. */
function decoder(): typeof asn1js {
  return (loaded ??= require('asn1js') as typeof asn1js);
}

function decode(
  bytes: Uint8Array,
  what: string,
  maxNodes: number,
): { readonly offset: number; readonly result: BaseBlock } {
  try {
    return decoder().fromBER(bytes, {
      maxNodes,
      maxDepth: MAXIMUM_DEPTH,
      maxContentLength: MAXIMUM_LENGTH,
      // What an OCTET STRING holds is decoded where it is known to be a value, never on suspicion.
      parseEmbedded: false,
    });
  } catch (error) {
    // The decoder throws for some contents that it cannot represent.
    throw new Asn1Error(`${what} is malformed: ${error instanceof Error ? error.message : ''}`);
  }
}

function convert(block: BaseBlock, what: string): BerValue {
  const { idBlock, lenBlock, valueBlock } = block;
  const encoding = block.valueBeforeDecodeView;
  const contents = encoding.subarray(
    idBlock.blockLength + lenBlock.blockLength,
    lenBlock.isIndefiniteForm ? -END_OF_CONTENTS_LENGTH : undefined,
  );
  const elements =
    idBlock.isConstructed && 'value' in valueBlock && Array.isArray(valueBlock.value)
      ? (valueBlock.value as readonly BaseBlock[]).map((element) => convert(element, what))
      : [];
  // The decoder lets a value reach beyond the end of the one that it is part of.
  const length = elements.reduce((sum, element) => sum + element.encoding.length, 0);
  const isWhole = lenBlock.isIndefiniteForm || contents.length === lenBlock.length;
  if (!isWhole || (idBlock.isConstructed && length !== contents.length)) {
    throw new Asn1Error(`${what} is malformed: the length of a value does not fit its contents`);
  }
  if (block instanceof decoder().EndOfContent) {
    throw new Asn1Error(
      `${what} is malformed: an end of contents stands where a value is expected`,
    );
  }
  return {
    tagClass: TAG_CLASSES[idBlock.tagClass] ?? 'other',
    tagNumber: idBlock.tagNumber,
    isConstructed: idBlock.isConstructed,
    encoding,
    contents,
    elements,
    ...decodedValue(block),
  };
}

/** Two zero octets (X.690, 8.1.5). */
const END_OF_CONTENTS_LENGTH = 2;

function decodedValue(block: BaseBlock): Pick<BerValue, 'text' | 'time'> {
  const { BaseStringBlock, ObjectIdentifier, UTCTime } = decoder();
  if (block instanceof UTCTime) return { time: Math.floor(block.toDate().getTime() / 1000) };
  if (block instanceof ObjectIdentifier || block instanceof BaseStringBlock) {
    return { text: block.getValue() };
  }
  return {};
}
