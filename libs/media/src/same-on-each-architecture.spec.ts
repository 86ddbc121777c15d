import { warningDiagnostic } from '@aero-guest-tools/diagnostics';
import { expect, test } from '@jest/globals';
import { sameOnBothArchitectures } from './same-on-both-architectures';

const missing = (architecture: string): ReturnType<typeof warningDiagnostic> =>
  warningDiagnostic({
    file: architecture,
    message: `the optional driver "viosnd" is missing for ${architecture}`,
    expected: `"${architecture}/viosnd"`,
  });

test('what differs by the architecture alone is told once, for both', () => {
  expect(sameOnBothArchitectures([missing('x86'), missing('amd64')])).toEqual([
    warningDiagnostic({
      file: undefined,
      message: 'the optional driver "viosnd" is missing for x86 and amd64',
      expected: '"{x86,amd64}/viosnd"',
      pointer: undefined,
      found: undefined,
      remedy: undefined,
    }),
  ]);
});

test('anything else is told as it is, in its order', () => {
  const other = warningDiagnostic({ file: 'x86/a.inf', message: 'odd' });
  const named = warningDiagnostic({ file: 'x86/b.inf', message: 'odd' });
  expect(sameOnBothArchitectures([missing('amd64'), other, named])).toEqual([
    missing('amd64'),
    other,
    named,
  ]);
});
