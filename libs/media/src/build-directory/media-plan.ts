import { sep } from 'node:path';
import type { Diagnostic } from '@aero-guest-tools/diagnostics';
import type { DigestedFile } from '@aero-guest-tools/file-tree';
import {
  COUNT,
  DIAGNOSTIC,
  listOf,
  objectOf,
  SHA256,
  shapedJson,
  TEXT,
  writtenBy,
} from './state-shape';

/** One file of the media, identified by its path on the media. */
export interface PlannedFile extends DigestedFile {
  /** Where its bytes are, relative to the workspace, components joined by `/`. */
  readonly source: string;
}

/**
 * Everything that is on the media. make-iso and make-zip follow the plan and decide nothing
 * themselves. It names everything that their output depends on, so the plan alone is the key of
 * their cache.
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
  return shapedJson(text, file, writtenBy('stage-media', PLAN)) as MediaPlan;
}

const PLAN = objectOf({
  volumeId: TEXT,
  sourceDateEpoch: COUNT,
  files: listOf(objectOf({ path: TEXT, source: TEXT, sha256: SHA256, size: COUNT })),
  warnings: listOf(DIAGNOSTIC),
});
