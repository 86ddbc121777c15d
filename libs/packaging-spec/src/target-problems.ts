import { architectureProblem } from './architecture-problem';
import type { JsonDocument, JsonValue } from '@aero-guest-tools/canonical-json';
import type { Problem } from '@aero-guest-tools/diagnostics';
import { formatValue, problemAt } from '@aero-guest-tools/json-schema';
import { REPORTED_ARCHITECTURES, WINDOWS_TARGETS } from '@aero-guest-tools/windows-target';

/**
 * What the schema cannot check in a target: that the Windows exists for each architecture.
 * (Packager rules, 1. Packaging spec.) Accepts any JSON value, so that these problems are reported
 * together with those that the schema finds.
 */
export function targetProblems(document: JsonDocument): readonly Problem[] {
  const target = property(document.value, 'target');
  const id = property(target, 'windows');
  const windows = WINDOWS_TARGETS.find((one) => one.id === id);
  const architectures = property(target, 'architectures');
  if (!windows || !Array.isArray(architectures)) return [];
  const known: readonly JsonValue[] = REPORTED_ARCHITECTURES;
  const ofWindows: readonly JsonValue[] = windows.architectures;
  return architectures.flatMap((architecture: JsonValue, index) =>
    known.includes(architecture) && !ofWindows.includes(architecture)
      ? problemAt(
          document,
          `/target/architectures/${String(index)}`,
          architectureProblem(windows, formatValue(architecture)),
        )
      : [],
  );
}

function property(value: JsonValue | undefined, name: string): JsonValue | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return (value as Readonly<Record<string, JsonValue>>)[name];
}
