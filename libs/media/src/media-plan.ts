import { sep } from 'node:path';
import type { Diagnostic } from '@aero-guest-tools/diagnostics';
import { InputError } from '@aero-guest-tools/diagnostics';
import { parseJson, type JsonValue } from '@aero-guest-tools/canonical-json';

/** One file of the media. */
export interface PlannedFile {
  /** On the media, components joined by `/`. */
  readonly path: string;
  /** Where its bytes are, relative to the workspace, components joined by `/`. */
  readonly source: string;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
  /** In bytes. */
  readonly size: number;
}

/**
 * What is on the media, decided: make-iso and make-zip follow it without a decision of their own.
 * It names everything that their output depends on, so their cache is keyed on it alone.
 */
export interface MediaPlan {
  readonly volumeId: string;
  /** Seconds since 1970-01-01 00:00:00 UTC. */
  readonly sourceDateEpoch: number;
  /** In byte order of the path. */
  readonly files: readonly PlannedFile[];
  readonly warnings: readonly Diagnostic[];
}

/** A path as a plan holds it on every platform: components joined by `/`. */
export function portablePath(path: string): string {
  return path.replaceAll(sep, '/');
}

/** The text of `plan.json`. */
export function formatMediaPlan(plan: MediaPlan): string {
  return `${JSON.stringify(plan, null, 2)}\n`;
}

/**
 * Reads `plan.json`.
 *
 * @throws InputError if it is not one that {@link formatMediaPlan} wrote.
 */
export function parseMediaPlan(text: string | Uint8Array, file: string): MediaPlan {
  const { value } = parseJson(text, file);
  if (!isPlan(value)) {
    throw new InputError({
      file,
      message: 'this is not a plan of the media',
      remedy: 'run stage-media again',
    });
  }
  return value;
}

function isPlan(value: unknown): value is MediaPlan {
  if (typeof value !== 'object' || value === null) return false;
  const plan = value as Partial<Record<keyof MediaPlan, JsonValue>>;
  return (
    typeof plan.volumeId === 'string' &&
    typeof plan.sourceDateEpoch === 'number' &&
    Array.isArray(plan.warnings) &&
    Array.isArray(plan.files) &&
    plan.files.every(isPlannedFile)
  );
}

function isPlannedFile(value: JsonValue): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const file = value as Partial<Record<keyof PlannedFile, JsonValue>>;
  return (
    typeof file.path === 'string' &&
    typeof file.source === 'string' &&
    typeof file.size === 'number' &&
    typeof file.sha256 === 'string' &&
    /^[0-9a-f]{64}$/.test(file.sha256)
  );
}
