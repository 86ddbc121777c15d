import {
  bmpString,
  explicit,
  integer,
  nullValue,
  objectIdentifier,
  octetString,
  sequence,
  set,
  utcTime,
} from './der';
import { digestOf, type FileDigest } from './digests';
import { indirectData, nameValue, type Subject } from './indirect-data';
import { attribute, contentsOf, signedData, type SignOptions } from './signed-data';

/** A file that a catalog lists. */
export interface Member {
  /** In hexadecimal: of all bytes or by Authenticode, as the subject says. */
  readonly digests: Readonly<Record<FileDigest, string>>;
  readonly subject: Subject;
  readonly file?: string;
  /** `2:6.1` is Windows 7. */
  readonly osAttribute?: string;
  readonly pageHashes?: FileDigest;
}

export interface CatalogOptions {
  /** 1 lists members by SHA-1; 2, for Windows 8 and later, by SHA-256 and by SHA-1. */
  readonly version?: 1 | 2;
  readonly members: readonly Member[];
  /** Names and values: `['OS', '7X86'], ['HWID1', 'pci\\ven_1af4&dev_1042']`. */
  readonly attributes?: readonly (readonly [name: string, value: string])[];
  /** When it was made: `YYMMDDhhmmssZ`. */
  readonly time?: string;
  /** Absent for a catalog that nobody signs, as Inf2Cat makes it. */
  readonly signature?: SignOptions;
}

const CTL = '1.3.6.1.4.1.311.10.1';
const CATALOG_LIST = '1.3.6.1.4.1.311.12.1.1';
const MEMBER_KINDS = { 1: '1.3.6.1.4.1.311.12.1.2', 2: '1.3.6.1.4.1.311.12.1.3' };
const NAME_VALUE = '1.3.6.1.4.1.311.12.2.1';
const MEMBER_INFO = '1.3.6.1.4.1.311.12.2.2';
const SPC_INDIRECT_DATA = '1.3.6.1.4.1.311.2.1.4';
const SUBJECT_GUIDS: Readonly<Record<Subject, string>> = {
  'pe-image': '{C689AAB8-8E78-11D0-8C47-00C04FC295EE}',
  flat: '{DE351A42-8E59-11D0-8C47-00C04FC295EE}',
};

/** Makes a security catalog (`.cat`), the same bytes on every call. */
export function catalog(options: CatalogOptions): Buffer {
  const list = certificateTrustList(options);
  return signedData(CTL, list, contentsOf(list), options.signature);
}

function certificateTrustList({
  version = 1,
  members,
  attributes = [],
  time = '190607230619Z',
}: CatalogOptions): Buffer {
  const subjects = members.flatMap((member) =>
    version === 1
      ? [memberOfVersion1(member)]
      : [memberOfVersion2(member, 'sha256'), memberOfVersion2(member, 'sha1')],
  );
  const extensions = attributes.map(([name, value]) =>
    sequence(objectIdentifier(NAME_VALUE), octetString(nameValue(name, value))),
  );
  return sequence(
    sequence(objectIdentifier(CATALOG_LIST)),
    octetString(digestOf('sha256', Buffer.concat(subjects)).subarray(0, 16)),
    utcTime(time),
    sequence(objectIdentifier(MEMBER_KINDS[version]), nullValue()),
    sequence(...subjects),
    ...(extensions.length > 0 ? [explicit(0, sequence(...extensions))] : []),
  );
}

/** Named by its digest as text. */
function memberOfVersion1(member: Member): Buffer {
  const { digests, subject, pageHashes } = member;
  const guid = sequence(bmpString(SUBJECT_GUIDS[subject]), integer(Buffer.from([2, 0])));
  return sequence(
    octetString(Buffer.from(`${digests.sha1.toUpperCase()}\0`, 'utf16le')),
    set(
      ...namesAndValues(member),
      attribute(
        SPC_INDIRECT_DATA,
        indirectData(subject, 'sha1', Buffer.from(digests.sha1, 'hex'), pageHashes),
      ),
      attribute(MEMBER_INFO, guid),
    ),
  );
}

/** Named by its digest as bytes; only the member by SHA-256 says more. */
function memberOfVersion2(member: Member, digest: FileDigest): Buffer {
  const { digests, subject, pageHashes } = member;
  const hash = Buffer.from(digests[digest], 'hex');
  const data = attribute(SPC_INDIRECT_DATA, indirectData(subject, digest, hash, pageHashes));
  return sequence(
    octetString(hash),
    set(...namesAndValues(member), ...(digest === 'sha256' ? [data] : [])),
  );
}

function namesAndValues({ file, osAttribute }: Member): readonly Buffer[] {
  return [
    ...(osAttribute === undefined ? [] : [nameValue('OSAttr', osAttribute)]),
    ...(file === undefined ? [] : [nameValue('File', file)]),
  ].map((value) => attribute(NAME_VALUE, value));
}
