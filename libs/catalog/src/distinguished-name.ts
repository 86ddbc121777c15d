import type { BerValue } from './ber';
import { elementsOf, objectIdentifierOf } from './fields';

/** The name of a subject or an issuer (RFC 5280, 4.1.2.4). */
export interface DistinguishedName {
  /** For display, the most specific part first: `CN=Red Hat, Inc, O=Red Hat, Inc, C=US`. */
  readonly text: string;
  /** The last CN; empty if there is none. */
  readonly commonName: string;
  /** The encoding, by which Windows compares names. */
  readonly encoding: Uint8Array;
}

/** RFC 4514, 3, and further types in the names of driver signers. */
const ATTRIBUTE_TYPES: ReadonlyMap<string, string> = new Map([
  ['2.5.4.3', 'CN'],
  ['2.5.4.6', 'C'],
  ['2.5.4.7', 'L'],
  ['2.5.4.8', 'ST'],
  ['2.5.4.10', 'O'],
  ['2.5.4.11', 'OU'],
  ['0.9.2342.19200300.100.1.25', 'DC'],
  ['1.2.840.113549.1.9.1', 'emailAddress'],
]);

/** Reads a Name. @throws Asn1Error if it is not one. */
export function distinguishedNameOf(value: BerValue | undefined, what: string): DistinguishedName {
  const parts = elementsOf('SEQUENCE', value, what)
    .flatMap((relative) => elementsOf('SET', relative, what))
    .map((attribute) => {
      const [type, attributeValue] = elementsOf('SEQUENCE', attribute, what);
      const dotted = objectIdentifierOf(type, what);
      return { type: ATTRIBUTE_TYPES.get(dotted) ?? dotted, text: attributeValue?.text ?? '' };
    });
  return {
    text: parts
      .toReversed()
      .map(({ type, text }) => `${type}=${text}`)
      .join(', '),
    commonName: parts.findLast(({ type }) => type === 'CN')?.text ?? '',
    encoding: value?.encoding ?? new Uint8Array(),
  };
}

/** Whether two names are the same, as Windows compares them: by their bytes. */
export function isSameName(a: DistinguishedName, b: DistinguishedName): boolean {
  return Buffer.compare(a.encoding, b.encoding) === 0;
}
