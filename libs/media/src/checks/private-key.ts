import { posix } from 'node:path';
import { privateKeyProblem, type Problem } from '@aero-guest-tools/diagnostics';
import type { HashedTree } from '@aero-guest-tools/packaging-spec';
import { isPrivateKeyFile } from '@aero-guest-tools/packaging-spec/driver-filter';
import {
  MAXIMUM_PRIVATE_KEY_SIZE,
  privateKeyIn,
} from '@aero-guest-tools/packaging-spec/private-key-contents';

/**
 * Finds private keys among the files of a source, by their names. They are refused wherever they
 * are, hidden or not, and before anything is written: the output of a task may go to a cache that
 * machines share. (Packager rules, 4. What is included.)
 *
 * @param label What messages call the source.
 */
export function privateKeyProblems(label: string, paths: readonly string[]): readonly Problem[] {
  return paths
    .filter((path) => isPrivateKeyFile(path))
    .map((path) => privateKeyProblem(`${label}: ${path}`, JSON.stringify(posix.basename(path))));
}

/**
 * Finds private keys among files that were taken from a source, by their contents: see
 * `privateKeyIn`.
 *
 * @param label What messages call the source.
 * @param prefix The path of the tree in the source, to put before the paths of its files.
 * @throws InputError if a file cannot be read.
 */
export async function privateKeysTaken(
  label: string,
  tree: HashedTree,
  prefix = '',
): Promise<readonly Problem[]> {
  const problems: Problem[] = [];
  for (const { path } of tree.files) {
    const kind = await tree.privateKeyIn(path);
    if (kind !== undefined) problems.push(privateKeyProblem(`${label}: ${prefix}${path}`, kind));
  }
  return problems;
}

/** Searches a stream of contents for a private key. */
export interface PrivateKeySearch {
  /** Takes the next chunk; keeps no reference to it. */
  update(chunk: Uint8Array): void;
  /** @returns The kind of key that the contents hold; undefined if they hold none. */
  end(): string | undefined;
}

/**
 * Begins to search the contents of a file that is taken from a source: see `privateKeyIn`. Buffers
 * the contents until they are too large to be a key.
 *
 * @param found Receives the problem if they hold a key.
 */
export function takenKeySearch(
  label: string,
  path: string,
  found: (problem: Problem) => void,
): { readonly update: (chunk: Uint8Array) => void; readonly end: () => void } {
  let chunks: Uint8Array[] = [];
  let size = 0;
  return {
    update: (chunk) => {
      size += chunk.length;
      if (size > MAXIMUM_PRIVATE_KEY_SIZE) chunks = [];
      else chunks.push(chunk);
    },
    end: () => {
      if (size > MAXIMUM_PRIVATE_KEY_SIZE) return;
      const [first = new Uint8Array()] = chunks;
      const kind = privateKeyIn(chunks.length === 1 ? first : Buffer.concat(chunks));
      if (kind !== undefined) found(privateKeyProblem(`${label}: ${path}`, kind));
    },
  };
}

/**
 * Begins to search contents for a private key: see `privateKeyIn`.
 *
 * @param size Of all contents, in bytes. Nothing is buffered if that is too large for a key.
 */
export function privateKeySearch(size: number): PrivateKeySearch {
  if (size > MAXIMUM_PRIVATE_KEY_SIZE) return { update: () => undefined, end: () => undefined };
  let contents: Uint8Array | undefined;
  let filled = 0;
  let found: string | undefined;
  return {
    update: (chunk) => {
      if (contents === undefined && chunk.length >= size) {
        // Most files arrive in one chunk, which is searched without a copy.
        found ??= privateKeyIn(chunk);
        return;
      }
      contents ??= new Uint8Array(size);
      const taken = chunk.subarray(0, size - filled);
      contents.set(taken, filled);
      filled += taken.length;
    },
    end: () => found ?? privateKeyIn(contents?.subarray(0, filled) ?? new Uint8Array()),
  };
}
