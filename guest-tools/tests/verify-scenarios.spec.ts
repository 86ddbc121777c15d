import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compileSchema } from '@aero-guest-tools/json-schema/compile-schema';
import { statementLines } from '@aero-guest-tools/powershell-interpreter';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { payloadLines } from './payload';
import { SCENARIOS } from './verify-scenarios';
import { differences, parse, verify, VERIFY_PS1, type Verification } from './verify-runs';

const schema = JSON.parse(
  readFileSync(join(__dirname, '../../specs/schemas/verification-report.schema.json'), 'utf8'),
) as object;

const [script] = parse([VERIFY_PS1]);
const executed = new Set<number>();

const known = new Map<string, Verification>();

function run(index: number, version: '2.0' | '5.1'): Verification {
  const key = `${String(index)} ${version}`;
  const before = known.get(key);
  if (before) return before;
  const scenario = SCENARIOS[index];
  if (!script || !scenario) throw new Error('no such scenario');
  const verification = verify(script, scenario, version);
  known.set(key, verification);
  for (const line of verification.executedLines) executed.add(line);
  return verification;
}

describe('verify.ps1 in simulated guests', () => {
  const rows = SCENARIOS.map(({ name }, index) => ({ name, index }));

  test.each(rows)('$name', ({ index }) => {
    for (const version of ['2.0', '5.1'] as const) {
      const scenario = SCENARIOS[index];
      expect(scenario && differences(run(index, version), scenario)).toEqual([]);
    }
  });

  test('every scenario has a name of its own', () => {
    expect(new Set(SCENARIOS.map(({ name }) => name)).size).toBe(SCENARIOS.length);
    expect(SCENARIOS.length).toBeGreaterThanOrEqual(30);
  });
});

describe('the reports of all scenarios', () => {
  let runs: readonly Verification[] = [];
  const validate = compileSchema(schema);

  beforeAll(() => {
    runs = SCENARIOS.map((_, index) => run(index, '2.0'));
  });

  test('report.json is what its schema says, and each id is there once', () => {
    for (const [index, { report }] of runs.entries()) {
      if (!report) continue;
      const problems = validate(report) ? [] : validate.errors;
      expect({ scenario: SCENARIOS[index]?.name, problems }).toMatchObject({ problems: [] });
      const ids = report.checks.map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
    }
  });

  test('a report is written unless the exit code is 2', () => {
    for (const { report, exitCode } of runs) expect(report === undefined).toBe(exitCode === 2);
  });

  test('the result is the worst status, and the exit code says the same', () => {
    for (const { report, exitCode } of runs) {
      if (!report) continue;
      const statuses = new Set(report.checks.map(({ status }) => status));
      const worst = ['FAIL', 'WARN'].find((status) => statuses.has(status)) ?? 'PASS';
      expect(report.result).toBe(worst);
      expect(exitCode).toBe({ FAIL: 1, WARN: 3, PASS: 0 }[worst]);
    }
  });

  test('the text begins with what is not PASS, FAIL first, and ends with the result', () => {
    for (const { report, reportText } of runs) {
      if (!report) continue;
      const lines = reportText.trimEnd().split('\r\n');
      const summary = lines.slice(3, 3 + report.summary.not_pass.length);
      expect(lines[2]).toMatch(new RegExp(`^Summary: ${report.result},`));
      expect(summary.map((line) => /^\[\w+\] ([\w.-]+):/u.exec(line)?.[1])).toEqual(
        report.summary.not_pass,
      );
      expect(lines[3 + summary.length]).toBe('');
      expect(lines.at(-1)).toBe(`Result: ${report.result}`);
    }
  });

  test('README.md names each check', () => {
    const made = runs.flatMap(({ report }) => report?.checks.map(({ id }) => id) ?? []);
    const lines = payloadLines('README.md');
    const table = lines.slice(lines.findIndex((line) => /^\| id +\|/u.test(line)) + 2);
    const named = table
      .slice(0, table.indexOf(''))
      .flatMap((line) => [...(line.split('|')[1] ?? '').matchAll(/`([^`]+)`/gu)])
      .map(([, id]) => id);
    const general = (id: string) => (id.startsWith('devices.driver.') ? 'devices.driver.NAME' : id);
    expect(new Set(named)).toEqual(new Set(made.map((id) => general(id))));
  });

  test('the report says what the guest is, and which driver each device uses', () => {
    const [inOrder] = runs;
    expect(inOrder?.report).toMatchObject({
      time: '2026-01-02T03:04:05Z',
      windows_version: '6.1.7601.65536',
      windows_edition: 'Microsoft Windows 7 Professional',
      service_pack: 'Service Pack 1',
      architecture: 'amd64',
      elevated: true,
      media: 'E:\\',
      media_version: '1.2.3',
      media_build_id: 'abcdef',
    });
    expect(inOrder?.report?.devices[0]).toMatchObject({
      check: 'devices.storage',
      problem_code: 0,
      service: 'viostor',
      inf: 'oem0.inf',
      provider: 'Aero sample',
      version: '61.0.0.1',
      on_this_media: true,
    });
  });

  test('95% of the lines with a statement were run', () => {
    const all = script ? [...statementLines(script)] : [];
    const missed = all.filter((line) => !executed.has(line));
    const lines = VERIFY_PS1.split('\r\n');
    const shown = missed.map((line) => `${String(line)}: ${lines[line - 1]?.trim() ?? ''}`);
    const percentage = 100 * (1 - missed.length / all.length);
    expect({ shown, enough: percentage >= 95 }).toMatchObject({ enough: true });
  });
});
