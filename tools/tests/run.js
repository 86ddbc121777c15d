// Runs a tier of the tests, with the arguments of Jest behind it:
//   node tools/tests/run.js quick|system [ARGUMENTS]
const { run } = require('jest');
const { SYSTEM_TESTS } = require('./system-tests');

const [tier, ...args] = process.argv.slice(2);
const patterns = SYSTEM_TESTS.map(({ pattern }) => pattern);
const TIERS = {
  quick: patterns.map((pattern) => `--testPathIgnorePatterns=${pattern}`),
  // Each has a process of its own that does the work: more of them than processors only get in each other's way.
  system: [...patterns.map((pattern) => `--testPathPatterns=${pattern}`), '--maxWorkers=2'],
};

if (!Object.hasOwn(TIERS, tier ?? '')) {
  process.stderr.write('Usage: node tools/tests/run.js quick|system [ARGUMENTS OF JEST]\n');
  process.exitCode = 2;
} else {
  process.env.AERO_TEST_TIER = tier;
  void run([...TIERS[tier], ...args]);
}
