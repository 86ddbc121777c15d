import { Asn1Error } from './asn1-error';
import { decodeBer, type BerValue } from './ber';
import type { DigestAlgorithm } from './digest-algorithm';
import {
  elementsOf,
  integerOctetsOf,
  isOf,
  isTagged,
  objectIdentifierOf,
  octetsOf,
  timeOf,
  untagged,
} from './fields';
import { indirectDataOf, type IndirectData } from './indirect-data';

/** A member of a catalog: a file that it lists. */
export interface CatalogMember {
  /** Its name in the catalog: the digest in hexadecimal, or any text. In lower case. */
  readonly tag: string;
  /** Absent if neither the member nor its tag holds a digest. */
  readonly digestAlgorithm?: DigestAlgorithm;
  /** In hexadecimal, lower case. */
  readonly digest?: string;
  readonly subject?: IndirectData['subject'];
  readonly pageHashes: readonly DigestAlgorithm[];
  /** The name that the file had when the catalog was made. */
  readonly file?: string;
  /** The versions of Windows that it is for, as written: `2:6.1`. */
  readonly osAttribute?: string;
}

/** A name and a value that apply to all members of a catalog: `OS`, `HWID1`. */
export interface CatalogAttribute {
  readonly name: string;
  readonly value: string;
}

/** The contents of a catalog (CTL_INFO of Wincrypt.h), without its signature. */
export interface CertificateTrustList {
  /**
   * Version 2 also identifies its members by SHA-256, and is for Windows 8 and later ("MakeCat").
   */
  readonly version: 1 | 2;
  /** When it was made, in seconds since 1970. */
  readonly thisUpdate: number;
  readonly members: readonly CatalogMember[];
  readonly attributes: readonly CatalogAttribute[];
}

const CATALOG_LIST = '1.3.6.1.4.1.311.12.1.1';
const CATALOG_LIST_MEMBER = '1.3.6.1.4.1.311.12.1.2';
const CATALOG_LIST_MEMBER_2 = '1.3.6.1.4.1.311.12.1.3';
const NAME_VALUE = '1.3.6.1.4.1.311.12.2.1';
const SPC_INDIRECT_DATA = '1.3.6.1.4.1.311.2.1.4';
const MAXIMUM_NAME_VALUE_VALUES = 10;

const DIGESTS_BY_LENGTH: Readonly<Record<number, DigestAlgorithm>> = { 20: 'sha1', 32: 'sha256' };

/**
 * Reads the certificate trust list of a catalog.
 *
 * @throws Asn1Error if it is malformed, or not that of a catalog.
 */
export function certificateTrustListOf(value: BerValue | undefined): CertificateTrustList {
  const what = 'the certificate trust list';
  const fields = [...elementsOf('SEQUENCE', value, what)];
  const next = (isExpected: (field: BerValue | undefined) => boolean): BerValue | undefined =>
    isExpected(fields[0]) ? fields.shift() : undefined;
  next((field) => isOf('INTEGER', field)); // version
  const usages = elementsOf('SEQUENCE', fields.shift(), 'the usage of the list');
  if (!usages.some((usage) => objectIdentifierOf(usage, 'the usage') === CATALOG_LIST)) {
    throw new Asn1Error(`${what} is not one of a catalog`);
  }
  next((field) => isOf('OCTET STRING', field)); // listIdentifier
  next((field) => isOf('INTEGER', field)); // sequenceNumber
  const thisUpdate = timeOf(fields.shift(), 'the time of the list');
  next((field) => field?.time !== undefined); // nextUpdate
  const version = versionOf(fields.shift());
  const subjects = next((field) => isOf('SEQUENCE', field));
  const extensions = next((field) => isTagged(0, field));
  return {
    version,
    thisUpdate,
    members: (subjects?.elements ?? []).map((subject) => memberOf(subject, version)),
    attributes: extensions === undefined ? [] : attributesOf(extensions),
  };
}

function versionOf(subjectAlgorithm: BerValue | undefined): 1 | 2 {
  const what = 'the kind of the members';
  const dotted = objectIdentifierOf(elementsOf('SEQUENCE', subjectAlgorithm, what)[0], what);
  if (dotted === CATALOG_LIST_MEMBER) return 1;
  if (dotted === CATALOG_LIST_MEMBER_2) return 2;
  throw new Asn1Error(`${what} is ${dotted}, which is not known here`);
}

/** TrustedSubject: the identifier of the member, and its attributes. */
function memberOf(subject: BerValue, version: 1 | 2): CatalogMember {
  const [identifier, set] = elementsOf('SEQUENCE', subject, 'a member');
  const octets = octetsOf(identifier, 'what names a member');
  const tag = version === 1 ? utf16(octets) : Buffer.from(octets).toString('hex');
  const attributes = new Map<string, string>();
  let data: IndirectData | undefined;
  for (const attribute of set === undefined ? [] : elementsOf('SET', set, 'the attributes')) {
    const [type, values] = elementsOf('SEQUENCE', attribute, 'an attribute of a member');
    const [value] = elementsOf('SET', values, 'an attribute of a member');
    const dotted = objectIdentifierOf(type, 'an attribute of a member');
    if (dotted === SPC_INDIRECT_DATA) data = indirectDataOf(value);
    if (dotted === NAME_VALUE) {
      const { name, value: text } = nameValueOf(value);
      attributes.set(name.toLowerCase(), text);
    }
  }
  const file = attributes.get('file');
  const osAttribute = attributes.get('osattr');
  return {
    tag: tag.toLowerCase(),
    ...(data === undefined ? digestOfTag(tag) : digestOf(data)),
    pageHashes: data?.pageHashes ?? [],
    ...(file === undefined ? {} : { file }),
    ...(osAttribute === undefined ? {} : { osAttribute }),
  };
}

function digestOf(
  data: IndirectData,
): Pick<CatalogMember, 'digestAlgorithm' | 'digest' | 'subject'> {
  return { digestAlgorithm: data.algorithm, digest: data.digest, subject: data.subject };
}

/**
 * Version 2 holds a digest twice: also as the name of a member, by SHA-1, that has no other
 * contents.
 */
function digestOfTag(tag: string): Pick<CatalogMember, 'digestAlgorithm' | 'digest'> {
  const algorithm = /^[0-9a-f]*$/i.test(tag) ? DIGESTS_BY_LENGTH[tag.length / 2] : undefined;
  return algorithm === undefined ? {} : { digestAlgorithm: algorithm, digest: tag.toLowerCase() };
}

/** Extensions, each a NameValue in an OCTET STRING. */
function attributesOf(extensions: BerValue): readonly CatalogAttribute[] {
  const what = 'an attribute of the catalog';
  return elementsOf('SEQUENCE', untagged(extensions, what), what).flatMap((extension) => {
    const [type, ...others] = elementsOf('SEQUENCE', extension, what);
    if (objectIdentifierOf(type, what) !== NAME_VALUE) return [];
    const encoding = octetsOf(others.at(-1), what);
    return [nameValueOf(decodeBer(encoding, what, { values: MAXIMUM_NAME_VALUE_VALUES }))];
  });
}

/** NameValue: a name, flags, and a value in UTF-16 LE that ends in a NUL. */
function nameValueOf(value: BerValue | undefined): CatalogAttribute {
  const [name, flags, octets] = elementsOf('SEQUENCE', value, 'a name and value');
  integerOctetsOf(flags, 'the flags of a name and value');
  return { name: name?.text ?? '', value: utf16(octetsOf(octets, 'a name and value')) };
}

function utf16(octets: Uint8Array): string {
  return Buffer.from(octets).toString('utf16le').replace(/\0+$/, '');
}
