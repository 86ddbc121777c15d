import { InputError, privateKeyProblem, type Problem } from '@aero-guest-tools/diagnostics';
import type { DriverReport } from '@aero-guest-tools/packaging-spec';
import type { MediaSource } from '../files/media-source';
import { checkedContents } from './checked-contents';
import { privateKeySearch } from './private-key';

/** Looks at the contents of the media while they are read for something else. */
export interface ContentsCheck {
  /** Begins with a file. */
  begin(file: MediaSource): FileCheck;
  /** @throws InputError with every file that holds a private key. */
  complete(): void;
}

/** Looks at one file. */
export interface FileCheck {
  update(chunk: Uint8Array): void;
  /**
   * @param sha256 Of all of the file, in lower-case hexadecimal.
   * @throws InputError if validate-spec has checked other contents.
   */
  end(sha256: string): Promise<void>;
}

/**
 * What is asked of the contents of every file of the media: that they are those that validate-spec has checked, and
 * hold no private key. (Packager rules, 4. What is included.)
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
          // What was checked was searched then, and is that still.
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
