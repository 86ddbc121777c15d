// Lists at the end of a run what did not run and why, so that nobody takes a green tier for all tests.
const { relative } = require('node:path');
const { SYSTEM_TESTS } = require('./system-tests');

/** Why a tier leaves tests out, and which ones. */
const LEFT_OUT = {
  quick: [
    'Not in this tier, because these tests take minutes (npm run test:system runs them, npm run test:all runs everything):',
    ...SYSTEM_TESTS.map(({ runs }) => `  ${runs}`),
  ],
  system: [
    'Not in this tier: the quick tests (npm test runs them, npm run test:all runs everything).',
  ],
};

/** One line for each file with skipped tests: how many there are, and the first of them. */
function skippedTests(testResults) {
  return testResults.flatMap(({ testFilePath, testResults: tests }) => {
    const skipped = tests.filter(({ status }) => status === 'pending');
    if (skipped.length === 0) return [];
    const path = relative(process.cwd(), testFilePath).replaceAll('\\', '/');
    const more = skipped.length > 1 ? `, and ${String(skipped.length - 1)} more` : '';
    return [`  ${path}: ${skipped[0].fullName}${more}`];
  });
}

module.exports = class LeftOutReporter {
  onRunComplete(_contexts, { numPendingTests, testResults }) {
    const lines = [...(LEFT_OUT[process.env.AERO_TEST_TIER] ?? [])];
    if (numPendingTests > 0) {
      lines.push(
        `Skipped, because a program or an image is missing here (npm run doctor says which): ${String(numPendingTests)} tests`,
        ...skippedTests(testResults),
      );
    }
    if (lines.length > 0) process.stderr.write(`\n${lines.join('\n')}\n`);
  }
};
