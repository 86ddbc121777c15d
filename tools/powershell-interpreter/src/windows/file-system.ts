import { NetException } from '../errors';
import type { DirectoryState, FileState, WindowsState } from './windows-state';

const ROOTED = /^(?:[A-Za-z]:|\\)/u;

/** The files of a simulated Windows, in which a script can make others. */
export class FileSystem {
  private readonly files = new Map<string, { readonly path: string; readonly state: FileState }>();
  private readonly directories = new Map<string, DirectoryState>();

  constructor(state: Pick<WindowsState, 'files' | 'directories'>) {
    for (const [path, file] of Object.entries(state.files)) this.put(path, file);
    for (const [path, directory] of Object.entries(state.directories)) {
      this.makeDirectory(path);
      this.directories.set(path.toLowerCase(), directory);
    }
  }

  file(path: string): FileState | undefined {
    return this.files.get(path.toLowerCase())?.state;
  }

  directory(path: string): DirectoryState | undefined {
    return this.directories.get(withoutSeparator(path).toLowerCase());
  }

  /** @throws NetException as .NET does if it is not there or cannot be opened. */
  read(path: string): FileState {
    const file = this.file(path);
    if (!file) {
      throw new NetException('System.IO.FileNotFoundException', `Could not find file '${path}'.`);
    }
    if (file.unreadable !== undefined) {
      throw new NetException('System.IO.IOException', file.unreadable);
    }
    return file;
  }

  /** @throws NetException if the directory does not take files, or is none. */
  write(path: string, content: Uint8Array): void {
    const parent = this.directory(path.slice(0, path.lastIndexOf('\\')));
    if (!parent) {
      throw new NetException(
        'System.IO.DirectoryNotFoundException',
        `Could not find a part of the path '${path}'.`,
      );
    }
    if (parent.readOnly !== undefined) {
      throw new NetException('System.UnauthorizedAccessException', parent.readOnly);
    }
    this.put(path, { content });
  }

  makeDirectory(path: string): void {
    for (
      let part = withoutSeparator(path);
      part.length > 2;
      part = part.slice(0, part.lastIndexOf('\\'))
    ) {
      const key = part.toLowerCase();
      if (!this.directories.has(key)) this.directories.set(key, {});
    }
    const drive = path.slice(0, 2).toLowerCase();
    if (!this.directories.has(drive)) this.directories.set(drive, {});
  }

  /** The paths of the files directly in a directory, or of all below it, in the order of the state. */
  list(directory: string, recursive: boolean): readonly string[] {
    const state = this.directory(directory);
    if (!state) {
      throw new NetException(
        'System.IO.DirectoryNotFoundException',
        `Could not find a part of the path '${directory}'.`,
      );
    }
    if (state.unlistable !== undefined) {
      throw new NetException('System.UnauthorizedAccessException', state.unlistable);
    }
    const prefix = `${withoutSeparator(directory)}\\`.toLowerCase();
    return Array.from(this.files.values(), ({ path }) => path).filter((path) => {
      if (!path.toLowerCase().startsWith(prefix)) return false;
      return recursive || !path.slice(prefix.length).includes('\\');
    });
  }

  private put(path: string, state: FileState): void {
    this.makeDirectory(path.slice(0, path.lastIndexOf('\\')));
    this.files.set(path.toLowerCase(), { path, state });
  }
}

/** System.IO.Path.Combine. */
export function combinePaths(first: string, second: string): string {
  if (ROOTED.test(second)) return second;
  return /[\\/:]$/u.test(first) ? first + second : `${first}\\${second}`;
}

/** `Split-Path -Parent`: of what is at the root of a drive, the root with its backslash. */
export function parentOf(path: string): string {
  const parent = path.slice(0, path.lastIndexOf('\\'));
  return parent.endsWith(':') ? `${parent}\\` : parent;
}

export function baseNameOf(path: string): string {
  return path.slice(path.lastIndexOf('\\') + 1);
}

function withoutSeparator(path: string): string {
  return path.endsWith('\\') ? path.slice(0, -1) : path;
}

/** A text as .NET reads it from a file without being told an encoding: a byte order mark, or UTF-8. */
export function decodeText(content: Uint8Array): string {
  const [first, second] = content;
  if (first === 0xff && second === 0xfe) return new TextDecoder('utf-16le').decode(content);
  if (first === 0xfe && second === 0xff) return new TextDecoder('utf-16be').decode(content);
  return new TextDecoder('utf-8').decode(content);
}
