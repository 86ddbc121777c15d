// Runs a tier of the tests and passes the arguments behind it to Jest:
//   node tools/tests/run.js quick|system [ARGUMENTS]
const { availableParallelism } = require('node:os');
const { run } = require('jest');
const { SYSTEM_TESTS } = require('./system-tests');

const [tier, ...args] = process.argv.slice(2);
const patterns = SYSTEM_TESTS.map(({ pattern }) => pattern);
const TIERS = {
  // Jest leaves one processor to itself, which is half of a machine with two. Its own process has little to do.
  quick: [
    ...patterns.map((pattern) => `--testPathIgnorePatterns=${pattern}`),
    `--maxWorkers=${String(availableParallelism())}`,
  ],
  // Each test starts a process that does the work, so more workers would only compete for the processors.
  system: [...patterns.map((pattern) => `--testPathPatterns=${pattern}`), '--maxWorkers=2'],
};

if (!Object.hasOwn(TIERS, tier ?? '')) {
  process.stderr.write('Usage: node tools/tests/run.js quick|system [ARGUMENTS OF JEST]\n');
  process.exitCode = 2;
} else {
  process.env.AERO_TEST_TIER = tier;
  void run([...TIERS[tier], ...args]);
}
