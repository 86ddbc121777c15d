// A separate entry point, `@aero-guest-tools/catalog/verdict-json`: code that writes verdicts need
// not load the code that reads catalogs.
import { windowsTarget } from '@aero-guest-tools/windows-target';
import type { Verdict } from './verdict';
import type { Acceptance } from './windows-7-verdict';

/** A verdict of Windows 7 or Windows Server 2008 R2, in JSON. */
export interface Windows7VerdictJson {
  readonly without_updates: Acceptance;
  readonly with_updates: Acceptance;
  /** The updates that make the difference: `KB3033929`. */
  readonly updates: readonly string[];
  /** When the verdict ends, in seconds since 1970, inclusive; absent if it does not end. */
  readonly until?: number;
}

/** A verdict of a newer Windows, in JSON. */
export interface SecureBootVerdictJson {
  readonly secure_boot_on: Acceptance;
  readonly secure_boot_off: Acceptance;
  /** When the verdict ends, in seconds since 1970, inclusive; absent if it does not end. */
  readonly until?: number;
}

/** A verdict in JSON. */
export type VerdictJson = Windows7VerdictJson | SecureBootVerdictJson;

/** The name of the field for the verdict of a Windows: `windows_7`, `windows_server_2022`. */
export type VerdictField = `windows_${string}`;

/** The field for the verdict of a Windows. @param id Of the Windows: `w11`. */
export function verdictField(id: string): VerdictField {
  return windowsTarget(id).name.toLowerCase().replaceAll(/[ .]/g, '_') as VerdictField;
}

/** A verdict in the JSON form for programs. */
export function verdictJson(verdict: Verdict): VerdictJson {
  const until = verdict.until === undefined ? {} : { until: verdict.until };
  return 'withUpdates' in verdict
    ? {
        without_updates: verdict.withoutUpdates,
        with_updates: verdict.withUpdates,
        updates: verdict.updates,
        ...until,
      }
    : {
        secure_boot_on: verdict.secureBootOn,
        secure_boot_off: verdict.secureBootOff,
        ...until,
      };
}

/** A verdict as JSON, in the field of its Windows. */
export function verdictFields(verdict: Verdict): Readonly<Record<VerdictField, VerdictJson>> {
  return { [verdictField(verdict.windows ?? 'w7')]: verdictJson(verdict) };
}
