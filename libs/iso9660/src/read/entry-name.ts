import type { ListedFile } from './directory-extent';
import type { DirectoryRecord } from './directory-record';
import {
  decodeEnhancedIdentifier,
  decodePlainDirectoryIdentifier,
  decodePlainFileIdentifier,
  type FileName,
} from './file-identifier';
import { malformed } from './iso9660-error';
import { decodeJolietName } from './joliet-name';
import type { NameSpace } from './name-space';

/**
 * The name of the entry of a directory record. If Rock Ridge records no name, it is the plain one.
 *
 * @throws Iso9660Error if it is not a valid name: names become parts of paths, which must not lead
 *   elsewhere.
 */
export function entryName(
  record: DirectoryRecord,
  nameSpace: NameSpace,
  rockRidgeName: string | undefined,
): FileName {
  const fileName =
    rockRidgeName === undefined ? decodeIdentifier(record, nameSpace) : { name: rockRidgeName };
  const { name } = fileName;
  if (name === '' || name === '.' || name === '..' || /[/\0]/.test(name)) {
    throw malformed(record.place, 'a name that no file can have', {
      found: JSON.stringify(name),
      expected: 'a name that is not empty, not "." or "..", without "/" and NUL',
    });
  }
  return fileName;
}

function decodeIdentifier(
  { identifier, isDirectory, place }: DirectoryRecord,
  nameSpace: NameSpace,
): FileName {
  if (nameSpace === 'joliet') return decodeJolietName(identifier, place);
  if (nameSpace === 'iso9660-1999') return decodeEnhancedIdentifier(identifier);
  return isDirectory
    ? decodePlainDirectoryIdentifier(identifier)
    : decodePlainFileIdentifier(identifier);
}

/** The recorded name, valid or not, for messages about records without a valid name. */
export function recordedName({ record, rockRidge }: ListedFile, nameSpace: NameSpace): string {
  if (rockRidge?.name !== undefined) return rockRidge.name;
  try {
    return decodeIdentifier(record, nameSpace).name;
  } catch {
    const { identifier } = record;
    const whole = identifier.subarray(0, identifier.length - (identifier.length % 2));
    return Buffer.from(whole)
      .swap16()
      .toString('utf16le')
      .replaceAll(/\p{Surrogate}/gu, '\ufffd');
  }
}
