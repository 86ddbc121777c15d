import type { Diagnostic } from '@aero-guest-tools/diagnostics';
import type { InfEncoding } from './decode';

/** One entry or directive. */
export interface InfLine {
  /** The part before `=`, with `%strings%` resolved; absent if there is no `=`. */
  readonly key?: string;
  /**
   * The fields between commas: trimmed, without quotes, with `%strings%` resolved. At least one.
   */
  readonly values: readonly string[];
  /** The logical line, without its comment, with continued lines joined and nothing resolved. */
  readonly text: string;
  /** Line number at which it begins in the file, from 1. */
  readonly line: number;
}

/** All sections of one name, merged: "If more than one section has the same name, the system merges their entries". */
export interface InfSection {
  /** As written at its first occurrence. */
  readonly name: string;
  readonly lines: readonly InfLine[];
  /** The lines that have a key, in order, by the key in lower case. */
  readonly linesByKey: ReadonlyMap<string, readonly InfLine[]>;
  /** Line number of its first occurrence in the file, from 1. */
  readonly line: number;
}

/** A parsed INF file. */
export interface Inf {
  /** The name that the caller gave it, for messages. */
  readonly file: string;
  readonly encoding: InfEncoding;
  /** By name in lower case, in the order of the file. */
  readonly sections: ReadonlyMap<string, InfSection>;
  /** The text of each `%strkey%`, by the key in lower case. */
  readonly strings: ReadonlyMap<string, string>;
  /** Problems that Windows would have with the file, although this parser did not. */
  readonly warnings: readonly Diagnostic[];
}

/** The processor architectures that driver media are made for, named as in the output tree. */
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

/** All non-empty values of all lines of a section with that key: `CopyFiles = a, b` gives two. */
export function valuesOf(section: InfSection | undefined, key: string): readonly string[] {
  return linesOf(section, key).flatMap(({ values }) => values.filter((value) => value !== ''));
}
