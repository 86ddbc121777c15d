import {
  parseScripts,
  runScript,
  type PowerShellVersion,
  type ScriptRun,
  type SyntaxNode,
} from '@aero-guest-tools/powershell-interpreter';
import { SimulatedGuest, STATE_DIRECTORY, type GuestMedia } from './simulated-guest';
import type { Scenario } from './verify-scenarios';
import { payloadBytes } from './payload';

/** `report.json`. */
export interface Report {
  readonly result: string;
  readonly summary: { readonly not_pass: readonly string[] };
  readonly elevated: boolean;
  readonly checks: readonly {
    readonly id: string;
    readonly status: string;
    readonly title: string;
    readonly details: readonly string[];
  }[];
  readonly devices: readonly Readonly<Record<string, unknown>>[];
}

/** What verify.ps1 has done. */
export interface Verification extends ScriptRun {
  /** Undefined where none was written. */
  readonly report: Report | undefined;
  readonly reportText: string;
  /** What a person sees. */
  readonly screen: string;
}

/** verify.ps1 as the payload has it. */
export const VERIFY_PS1 = payloadBytes('verify.ps1').toString('latin1');

/** Runs a scenario, with media of the sample drivers unless others are given. */
export function verify(
  script: SyntaxNode,
  scenario: Scenario,
  version: PowerShellVersion,
  media?: GuestMedia,
): Verification {
  const guest = new SimulatedGuest(media);
  scenario.arrange(guest);
  const run = runScript(script, {
    windows: guest.windows(),
    path: `${guest.media}\\verify.ps1`,
    arguments: scenario.arguments ?? [],
    version,
  });
  const screen = run.hostLines.join('\n');
  const directory = /^Reports: report\.txt and report\.json in (.*?)\\?$/mu.exec(screen)?.[1];
  const read = (name: string) => {
    const bytes = run.file(`${directory ?? STATE_DIRECTORY}\\${name}`);
    return bytes && directory !== undefined ? Buffer.from(bytes).toString() : undefined;
  };
  const json = read('report.json');
  return {
    ...run,
    screen,
    report: json === undefined ? undefined : (JSON.parse(json) as Report),
    reportText: read('report.txt') ?? '',
  };
}

/** What a run has that the scenario does not expect, a line each; none if it is as expected. */
export function differences(run: Verification, scenario: Scenario): readonly string[] {
  const problems: string[] = [];
  if (run.exitCode !== scenario.exitCode) {
    problems.push(`exit code ${String(run.exitCode)}, not ${String(scenario.exitCode)}`);
  }
  const checks = new Map(run.report?.checks.map(({ id, status }) => [id, status]));
  for (const [id, status] of Object.entries(scenario.checks ?? {})) {
    if (checks.get(id) !== status) {
      problems.push(`${id}: ${checks.get(id) ?? 'not made'}, not ${status}`);
    }
  }
  for (const { id, status, details } of run.report?.checks ?? []) {
    if (scenario.checks?.[id] === undefined && status !== 'PASS' && status !== 'INFO') {
      problems.push(`${id}: ${status}: ${details.join(' / ')}`);
    }
  }
  for (const text of scenario.mentions ?? []) {
    if (!run.screen.includes(text)) problems.push(`does not say ${text}`);
  }
  return problems;
}

/** The syntax trees of scripts, all parsed at once. */
export const parse = parseScripts;
