import { posix } from 'node:path';
import { isHiddenName } from '@aero-guest-tools/file-tree';
import type { Pattern } from './pattern';

/** Whether a file goes on the media. A refused file ends the run; an excluded file is left out. */
export type FileDecision =
  | { readonly decision: 'include' }
  | { readonly decision: 'exclude'; readonly reason: string }
  | { readonly decision: 'refuse'; readonly reason: string };

/** Files that are packaged although they look like build leftovers or sources. */
export interface FileAllowance {
  /** In lower case, without the dot. */
  readonly extensions: readonly string[];
  /** Searched for in the file's path. */
  readonly pathRegexes: readonly Pattern[];
}

/** For the trees that no spec covers: `licenses/` and `tools/`. */
export const NOTHING_ALLOWED: FileAllowance = { extensions: [], pathRegexes: [] };

const BUILD_LEFTOVERS = extensions(
  'pdb ipdb iobj dbg map cod obj lib exp ilk tlog log tmp lastbuildstate idb ncb',
);
const SOURCES = extensions(
  'c cc cpp cxx h hh hpp hxx idl inl rc s asm sln vcxproj props targets suo user',
);
const PRIVATE_KEYS = extensions('pfx p12 pvk snk key pem der p8 pk8 csr jks keystore ppk');

/**
 * Decides whether a file goes on the media, by its path alone. (Packager rules, 4. What is
 * included.) In this order: private keys are refused, hidden or not; hidden files and those that
 * operating systems leave behind are excluded, whatever is allowed; build leftovers and sources are
 * excluded unless the allowance lets them in.
 *
 * @param path Relative to the driver directory (or to `licenses/`, `tools/`), separated by `/`.
 */
export function classifyFile(path: string, allow: FileAllowance): FileDecision {
  const extension = extensionOf(path);
  if (isPrivateKeyFile(path))
    return { decision: 'refuse', reason: `private key or signing material (.${extension})` };
  const hidden = path.split('/').find((component) => isHiddenName(component));
  if (hidden !== undefined) {
    return { decision: 'exclude', reason: `hidden or system file (${hidden})` };
  }
  const kind = excludedKind(extension);
  if (kind === undefined || isAllowed(path, extension, allow)) return { decision: 'include' };
  return { decision: 'exclude', reason: `${kind} (.${extension})` };
}

/**
 * Whether a file has an extension of private keys, key stores or certificate requests. They are
 * refused wherever they are. (Packager rules, 4. What is included.)
 */
export function isPrivateKeyFile(path: string): boolean {
  return PRIVATE_KEYS.has(extensionOf(path));
}

function excludedKind(extension: string): string | undefined {
  if (BUILD_LEFTOVERS.has(extension)) return 'build or debug leftover';
  if (SOURCES.has(extension)) return 'source or project file';
  return undefined;
}

function isAllowed(path: string, extension: string, allow: FileAllowance): boolean {
  return (
    allow.extensions.includes(extension) ||
    allow.pathRegexes.some((pattern) => pattern.matches(path))
  );
}

/** What follows the last dot of the last component, in lower case; empty if there is no dot. */
function extensionOf(path: string): string {
  const name = posix.basename(path);
  const dot = name.lastIndexOf('.');
  return dot === -1 ? '' : name.slice(dot + 1).toLowerCase();
}

function extensions(list: string): ReadonlySet<string> {
  return new Set(list.split(' '));
}
