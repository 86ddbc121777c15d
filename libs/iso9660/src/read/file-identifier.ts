import { decodeText } from './text';

/** A file identifier without the parts that only the format needs. */
export interface FileName {
  readonly name: string;
  /** File version number, if one is recorded. */
  readonly version?: number | undefined;
}

/**
 * The name in a file identifier of the primary volume (ECMA-119, 7.5.1): `NAME.EXT;VERSION`. The
 * version is removed, and so is the dot if no extension follows it. The standard allows ISO 646;
 * other bytes are read as ISO 8859-1.
 */
export function decodePlainFileIdentifier(identifier: Buffer): FileName {
  const text = identifier.toString('latin1');
  const versioned = /^([^;]*);(\d{1,5})$/.exec(text);
  const name = versioned?.[1] ?? text;
  return {
    // `.` alone is refused as a name later, so it must not become an empty one here.
    name: name.length > 1 && name.endsWith('.') ? name.slice(0, -1) : name,
    version: versioned === null ? undefined : Number(versioned[2]),
  };
}

/**
 * The name in a directory identifier of the primary volume, which has neither version nor final
 * dot.
 */
export function decodePlainDirectoryIdentifier(identifier: Buffer): FileName {
  return { name: identifier.toString('latin1') };
}

/** The name in an identifier below an enhanced volume descriptor: the bytes are the name. */
export function decodeEnhancedIdentifier(identifier: Buffer): FileName {
  return { name: decodeText(identifier) };
}
