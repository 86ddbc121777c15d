// Says at the end of a run what it left out, so that green is not taken for all.
const { SYSTEM_TESTS } = require('./system-tests');

module.exports = class LeftOutReporter {
  onRunComplete(_contexts, { numPendingTests }) {
    const lines = [];
    if (process.env.AERO_TEST_TIER === 'quick') {
      lines.push(
        'Left out, since they take minutes (npm run test:system, or npm run test:all for everything):',
        ...SYSTEM_TESTS.map(({ runs }) => `  ${runs}`),
      );
    }
    if (numPendingTests > 0) {
      lines.push(
        `${String(numPendingTests)} tests were skipped for want of a program or an image (npm run doctor, and the warnings above).`,
      );
    }
    if (lines.length > 0) process.stderr.write(`\n${lines.join('\n')}\n`);
  }
};
