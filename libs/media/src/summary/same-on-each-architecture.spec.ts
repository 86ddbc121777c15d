import { warningDiagnostic } from '@aero-guest-tools/diagnostics';
import { expect, test } from '@jest/globals';
import { sameOnEachArchitecture } from './same-on-each-architecture';

const missing = (architecture: string): ReturnType<typeof warningDiagnostic> =>
  warningDiagnostic({
    id: 'test.problem',
    file: architecture,
    message: `the optional driver "viosnd" is missing for ${architecture}`,
    expected: `"${architecture}/viosnd"`,
  });

test('what differs by the architecture alone is told once, for both', () => {
  expect(sameOnEachArchitecture([missing('x86'), missing('amd64')])).toEqual([
    warningDiagnostic({
      id: 'test.problem',
      file: undefined,
      message: 'the optional driver "viosnd" is missing for x86 and amd64',
      expected: '"{x86,amd64}/viosnd"',
      pointer: undefined,
      found: undefined,
      remedy: undefined,
    }),
  ]);
});

test('what is the same on three architectures, or in the folders of CI, names these', () => {
  expect(
    sameOnEachArchitecture([missing('arm64'), missing('x86'), missing('amd64')]).map(
      ({ message, expected }) => [message, expected],
    ),
  ).toEqual([
    [
      'the optional driver "viosnd" is missing for x86, amd64 and arm64',
      '"{x86,amd64,arm64}/viosnd"',
    ],
  ]);
  const odd = (file: string) => warningDiagnostic({ id: 'test.problem', file, message: 'odd' });
  expect(sameOnEachArchitecture([odd('a/x86/a.inf'), odd('a/x64/a.inf')])).toMatchObject([
    { file: 'a/{x86,x64}/a.inf' },
  ]);
  expect(sameOnEachArchitecture([odd('a.inf'), odd('a.inf')])).toMatchObject([{ file: 'a.inf' }]);
});

test('anything else is told as it is, in its order', () => {
  const other = warningDiagnostic({ id: 'test.problem', file: 'x86/a.inf', message: 'odd' });
  const named = warningDiagnostic({ id: 'test.problem', file: 'x86/b.inf', message: 'odd' });
  expect(sameOnEachArchitecture([missing('amd64'), other, named])).toEqual([
    missing('amd64'),
    other,
    named,
  ]);
});
