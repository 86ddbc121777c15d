import {
  compareBytes,
  digest,
  sha256Of,
  verifyDigest,
  withDigest,
} from '@aero-guest-tools/file-tree';
import { contentsCheck, type ContentsCheck } from '../checks/contents-check';
import {
  createManifest,
  formatManifest,
  MANIFEST_NAME,
  type ManifestFacts,
} from '../manifest/manifest';
import { sourceInMemory, type HashedSource, type MediaSource } from '../files/media-source';

/**
 * Reads every file of the media once, checks its contents, and adds the manifest. Where ISO and zip
 * are made together, `recordImages` does this while it records them.
 *
 * @returns In byte order of the path, `manifest.json` among them. Reading one gives the contents
 *   that were hashed, or an error.
 * @throws InputError if a file is not what was checked under its path or changes while it is read,
 *   or with every file that holds a private key.
 */
export async function hashFiles(
  files: readonly MediaSource[],
  facts: ManifestFacts,
): Promise<readonly HashedSource[]> {
  const check = contentsCheck(facts.drivers);
  const hashed: HashedSource[] = [];
  for (const file of files) hashed.push(withDigest(file, await hashOf(file, check)));
  check.complete();
  const manifest = formatManifest(createManifest(facts, hashed));
  return [
    ...hashed,
    { ...sourceInMemory(MANIFEST_NAME, manifest), sha256: sha256Of(manifest) },
  ].toSorted((a, b) => compareBytes(a.path, b.path));
}

async function hashOf(file: MediaSource, check: ContentsCheck): Promise<string> {
  const checking = check.begin(file);
  const found = await digest(file.open(), checking);
  verifyDigest(file, found, file.place);
  await checking.end(found.sha256);
  return found.sha256;
}
