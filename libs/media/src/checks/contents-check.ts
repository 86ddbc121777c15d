import { InputError, privateKeyProblem, type Problem } from '@aero-guest-tools/diagnostics';
import type { DriverReport } from '@aero-guest-tools/packaging-spec';
import type { MediaSource } from '../files/media-source';
import { checkedContents } from './checked-contents';
import { privateKeySearch } from './private-key';

/** Checks the contents of the media while they are read for another purpose. */
export interface ContentsCheck {
  /** Begins the check of a file. */
  begin(file: MediaSource): FileCheck;
  /** @throws InputError with every file that holds a private key. */
  complete(): void;
}

/** Checks one file. */
export interface FileCheck {
  update(chunk: Uint8Array): void;
  /**
   * @param sha256 Of the whole file, in lower-case hexadecimal.
   * @throws InputError if validate-spec has checked other contents.
   */
  end(sha256: string): Promise<void>;
}

/**
 * Checks every file of the media: its contents must be those that validate-spec has checked, and
 * must not hold a private key. (Packager rules, 4. What is included.)
 *
 * @param drivers As validate-spec has found them.
 */
export function contentsCheck(drivers: readonly DriverReport[]): ContentsCheck {
  const compared = checkedContents(drivers);
  const keys: Problem[] = [];
  return {
    begin: ({ path, size, privateKey }) => {
      const search = privateKey === undefined ? privateKeySearch(size) : undefined;
      return {
        update: (chunk) => search?.update(chunk),
        end: async (sha256) => {
          compared.compare({ path, size, sha256 });
          // A file that was checked was also searched, and it has not changed since.
          const key = search === undefined ? await privateKey?.() : search.end();
          if (key !== undefined) keys.push(privateKeyProblem(path, key));
        },
      };
    },
    complete: () => {
      if (keys.length > 0) throw new InputError(keys);
    },
  };
}
