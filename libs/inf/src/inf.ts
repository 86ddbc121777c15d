import type { Diagnostic } from '@aero-guest-tools/diagnostics';
import type { InfEncoding } from './decode';

/** One entry or directive. */
export interface InfLine {
  /** What stands before `=`, with `%strings%` resolved; absent where there is no `=`. */
  readonly key?: string;
  /** The fields between the commas: trimmed, quotes taken away, `%strings%` resolved. At least one. */
  readonly values: readonly string[];
  /** The logical line: without its comment, continued lines joined, nothing resolved. */
  readonly text: string;
  /** Line of the file at which it begins, from 1. */
  readonly line: number;
}

/** All sections of one name, merged: "If more than one section has the same name, the system merges their entries". */
export interface InfSection {
  /** As it is written where it first occurs. */
  readonly name: string;
  readonly lines: readonly InfLine[];
  /** The lines that have a key, by the key in lower case, in order. */
  readonly linesByKey: ReadonlyMap<string, readonly InfLine[]>;
  /** Line of the file at which it first occurs, from 1. */
  readonly line: number;
}

/** A parsed INF file. */
export interface Inf {
  /** As the caller named it; for messages. */
  readonly file: string;
  readonly encoding: InfEncoding;
  /** By name in lower case, in the order of the file. */
  readonly sections: ReadonlyMap<string, InfSection>;
  /** What `%strkey%` stands for, by the key in lower case. */
  readonly strings: ReadonlyMap<string, string>;
  /** What Windows would stumble over, though this parser did not. */
  readonly warnings: readonly Diagnostic[];
}

/** The processor architectures that driver media are made for, by the names of the output tree. */
export const ARCHITECTURES = ['x86', 'amd64', 'arm64'] as const;
export type Architecture = (typeof ARCHITECTURES)[number];

/** Looks up a section, ignoring case. */
export function findSection(inf: Inf, name: string): InfSection | undefined {
  return inf.sections.get(name.toLowerCase());
}

/** The lines of a section with that key, ignoring case. */
export function linesOf(section: InfSection | undefined, key: string): readonly InfLine[] {
  return section?.linesByKey.get(key.toLowerCase()) ?? [];
}

/** All values of all lines of a section with that key that are not empty: `CopyFiles = a, b` gives two. */
export function valuesOf(section: InfSection | undefined, key: string): readonly string[] {
  return linesOf(section, key).flatMap(({ values }) => values.filter((value) => value !== ''));
}
