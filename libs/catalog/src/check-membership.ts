import { formatList } from '@aero-guest-tools/diagnostics';
import type { Catalog } from './catalog';
import type { CatalogProblem } from './catalog-problem';
import type { CatalogMember } from './certificate-trust-list';
import { digestName } from './digest-algorithm';
import type { FileDigestAlgorithm, FileDigests, PackagedFile } from './packaged-file';
import type { SignedDriver } from './signed-driver';
import { storedNames } from './stored-names';

const REMEDY = 'take all files of the driver from one release, or make and sign its catalog again';

/**
 * Every file that the INF file installs, and the INF file itself, must be a member of the catalog:
 * PE images by their Authenticode digest, others by the digest of all their bytes. As for Windows,
 * the name of a member does not count, but it distinguishes a changed file from one that the
 * catalog never listed.
 */
export function checkMembership({ catalog, files = [] }: SignedDriver): readonly CatalogProblem[] {
  const algorithm = memberAlgorithm(catalog);
  const digests = new Set(catalog.members.map(({ digest }) => digest));
  const isMember = (candidate: FileDigests | undefined): boolean =>
    candidate !== undefined && digests.has(candidate[algorithm]);
  return files
    .filter((file) => !isMember(file.digests))
    .map((file) => {
      if (file.notExpanded) return notExpanded(file, file.notExpanded);
      if (file.digests === undefined) return malformedImage(file);
      if (isMember(file.digestsByLineEnd.crlf)) return changedLineEnds(catalog, file, 'LF', 'CRLF');
      if (isMember(file.digestsByLineEnd.lf)) return changedLineEnds(catalog, file, 'CRLF', 'LF');
      return notAMember(catalog, file, file.digests);
    });
}

function notExpanded(
  { path }: PackagedFile,
  reason: NonNullable<PackagedFile['notExpanded']>,
): CatalogProblem {
  if (reason.kind === 'malformed') {
    return {
      id: 'catalog.compressed-file-malformed',
      kind: 'membership',
      file: path,
      message: 'this file is compressed and cannot be expanded',
      expected: 'a complete file as COMPRESS.EXE makes it (SZDD), at most 512 MiB when expanded',
      remedy: 'get the file again: it is truncated or damaged',
    };
  }
  return {
    id: 'catalog.compressed-file-unread',
    kind: 'acceptance',
    file: path,
    message:
      'this file is compressed by a method that is not supported, so it cannot be compared with the catalog',
    found: reason.compression,
    expected: 'an expanded file, or SZDD',
    remedy: 'expand it with EXPAND.EXE or 7-Zip, and package the expanded file under its full name',
  };
}

function malformedImage({ path }: PackagedFile): CatalogProblem {
  return {
    id: 'catalog.image-malformed',
    kind: 'membership',
    file: path,
    message: 'the signature table of this file points outside the file',
    expected: 'an attribute certificate table at the end of the file',
    remedy: 'get the file again: it is truncated or damaged',
  };
}

function changedLineEnds(
  catalog: Catalog,
  { path }: PackagedFile,
  found: string,
  expected: string,
): CatalogProblem {
  const name = baseName(path);
  const pattern = name.includes('.') ? `*${name.slice(name.lastIndexOf('.'))}` : name;
  return {
    id: 'catalog.line-ends-changed',
    kind: 'membership',
    file: path,
    message: `the line endings of this file were changed after "${baseName(catalog.file)}" was signed`,
    found: `lines that end in ${found}`,
    expected: `lines that end in ${expected}, as in the file that was signed`,
    remedy: `get the file again in a way that does not change line endings (for Git: "${pattern} -text" in .gitattributes)`,
  };
}

function notAMember(catalog: Catalog, file: PackagedFile, digests: FileDigests): CatalogProblem {
  const expected = membersNamed(catalog, file.path);
  const algorithm = memberAlgorithm(catalog);
  const found = `the ${digestKind(file)} ${digestName(algorithm)} ${digests[algorithm]}`;
  // A catalog is made for its INF file, whatever the file's name was. And if a catalog names none
  // of its files, any other file contradicts it.
  const isContradicted =
    expected.length > 0 ||
    file.path.toLowerCase().endsWith('.inf') ||
    catalog.members.every((member) => member.file === undefined);
  return {
    id: isContradicted ? 'catalog.file-contradicts' : 'catalog.not-a-member',
    kind: 'membership',
    file: file.path,
    message: isContradicted
      ? `this file is not the one that "${baseName(catalog.file)}" was made for`
      : `the catalog "${baseName(catalog.file)}" does not list this file`,
    found,
    expected:
      expected.length > 0
        ? expected.map(({ digest = '' }) => digest).join(' or ')
        : `one of the files ${formatList(namesOf(catalog))}`,
    remedy: REMEDY,
  };
}

/** The digest algorithm that identifies the members of a catalog ("MakeCat": CatalogVersion). */
function memberAlgorithm({ version }: Catalog): FileDigestAlgorithm {
  return version === 1 ? 'sha1' : 'sha256';
}

/** The Windows name of the digest: PE images are hashed without the parts that signing changes. */
function digestKind({ subject }: PackagedFile): string {
  return subject === 'pe-image' ? 'Authenticode' : 'flat';
}

function membersNamed(catalog: Catalog, path: string): readonly CatalogMember[] {
  const name = baseName(path).toLowerCase();
  const algorithm = memberAlgorithm(catalog);
  return catalog.members.filter(
    ({ file, tag, digestAlgorithm }) =>
      digestAlgorithm === algorithm &&
      [file?.toLowerCase() ?? tag, tag].some((member) => storedNames(member).includes(name)),
  );
}

function namesOf({ members }: Catalog): readonly string[] {
  return [...new Set(members.map(({ file, tag }) => file ?? tag))];
}

function baseName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}
