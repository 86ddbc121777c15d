import type { Edit } from './edit.fixture';

/** One deliberate fault in otherwise clean inputs, and what the packager must say. */
export interface Fault {
  readonly name: string;
  readonly edits?: readonly Edit[];
  /** Options that differ from those for the clean inputs. */
  readonly options?: Readonly<Record<string, string>>;
  readonly environment?: Readonly<Record<string, string>>;
  /** Texts that must all be in standard error. */
  readonly says: readonly string[];
}

/** The faults against one section of the packager rules. */
export interface FaultTable {
  readonly rules: string;
  readonly faults: readonly Fault[];
}
