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
 * The name of what a directory record stands for. Where Rock Ridge records none, the plain name is
 * it.
 *
 * @throws Iso9660Error if it is no name: paths are made of it, which must not lead elsewhere.
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

/**
 * What a directory record gives for a name, whatever that is: for messages about records that have no
 * name which a file can have.
 */
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
