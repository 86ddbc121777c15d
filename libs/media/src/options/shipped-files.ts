import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { formatList, InputError } from '@aero-guest-tools/diagnostics';

/** The files that ship with the packager: specs, contracts, schemas and the files for the guest. */
export interface ShippedFiles {
  /** Absolute path of the directory that the paths of a profile are relative to. */
  readonly root: string;
  /** Absolute path of the guest-tools directory. */
  readonly guestToolsDirectory: string;
  /** Absolute path of the directory that holds the JSON Schemas. */
  readonly schemaDirectory: string;
}

/** A kind of shipped document: the name of its directory below `specs/`. */
export type ShippedKind = 'packaging' | 'contracts';

/** A shipped document. */
export interface ShippedDocument {
  readonly absolutePath: string;
  /**
   * As the manifest records it, independent of where the packager is installed:
   * `specs/packaging/<name>.json`.
   */
  readonly path: string;
}

/** Where the shipped files are on this machine. */
export function shippedFiles(): ShippedFiles {
  const specs = dirname(require.resolve('@aero-guest-tools/specs/package.json'));
  const root = dirname(specs);
  return {
    root,
    guestToolsDirectory: join(root, 'guest-tools'),
    schemaDirectory: join(specs, 'schemas'),
  };
}

/** The names of the shipped documents of a kind, in byte order: `win7-virtio-full`. */
export function shippedNames(kind: ShippedKind): readonly string[] {
  return readdirSync(join(shippedFiles().root, 'specs', kind))
    .filter((file) => file.endsWith('.json'))
    .map((file) => file.slice(0, -'.json'.length))
    .toSorted();
}

/**
 * Whether a text is the name of a shipped document rather than a path: a path has a `/`, or a `.`
 * before a letter.
 */
export function isShippedName(text: string): boolean {
  return /^[\w-]+(?:\.\d[\w-]*)*$/.test(text);
}

/**
 * The shipped document of a name.
 *
 * @throws InputError if there is none, listing the names that exist.
 */
export function shippedDocument(kind: ShippedKind, name: string): ShippedDocument {
  const names = shippedNames(kind);
  if (!names.includes(name)) {
    throw new InputError({
      id: 'option.not-shipped',
      message: `no ${kind === 'packaging' ? 'packaging spec' : 'device contract'} of this name is shipped`,
      found: JSON.stringify(name),
      expected: formatList(names),
      remedy: 'use one of these, or the path of a file of your own, which ends in .json',
    });
  }
  const path = `specs/${kind}/${name}.json`;
  return { absolutePath: join(shippedFiles().root, path), path };
}
