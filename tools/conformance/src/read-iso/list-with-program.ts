import { ExitStatus } from '@aero-guest-tools/command-line';
import type { NameSpace } from '@aero-guest-tools/iso9660';
import { aeroIsoLsRun } from '../aero-iso-ls-run';
import { parentDirectories } from '../image-tree';
import { REFUSED, type ReadImage } from './read-image';

interface JsonListing {
  readonly name_space: NameSpace;
  readonly files: readonly {
    readonly path: string;
    readonly kind: string;
    readonly sha256: string | null;
    readonly link_target?: string;
    readonly unreadable?: string;
  }[];
}

/**
 * What `aero-iso-ls` tells of an image, as text and as JSON, which have to agree.
 *
 * @throws Error if it ends with another exit status than 0.
 */
export async function listWithProgram(path: string): Promise<Omit<ReadImage, 'nameSpaces'>> {
  const { name_space: nameSpace, files } = JSON.parse(
    await runAeroIsoLs(path, '--json'),
  ) as JsonListing;
  const text = await runAeroIsoLs(path);
  if (text !== files.map((file) => `${file.path}\n`).join('')) {
    throw new Error('aero-iso-ls lists other paths with --json than without');
  }
  const entries = files.map((file) => ({ ...file, path: file.path.slice(1) }));
  const ofKind = (...kinds: readonly string[]) =>
    entries.filter(({ kind }) => kinds.includes(kind));
  return {
    nameSpace,
    tree: {
      files: ofKind('file', 'special').map((file) => ({
        path: file.path,
        sha256: file.sha256 ?? REFUSED,
      })),
      directories: parentDirectories(entries.map((entry) => entry.path)),
      links: ofKind('symbolic-link').map((link) => ({
        path: link.path,
        target: link.link_target ?? '',
      })),
    },
    refused: Object.fromEntries(
      entries.flatMap((entry) =>
        entry.unreadable === undefined ? [] : [[entry.path, entry.unreadable]],
      ),
    ),
  };
}

async function runAeroIsoLs(path: string, ...options: readonly string[]): Promise<string> {
  const { status, stdout, stderr } = await aeroIsoLsRun('--iso', path, ...options);
  if (status === ExitStatus.success) return stdout;
  throw new Error(`aero-iso-ls ends with status ${String(status)}: ${stderr}`);
}
