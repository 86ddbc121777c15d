// The tests that start other programs for most of their time: whole builds by Nx, Wine, servers, readers of images.
// `npm test` leaves them out, `npm run test:system` runs nothing else. What is new belongs to the quick tests
// unless it takes more than a few seconds.

/** Regular expressions of paths, and what the tests there run. */
const SYSTEM_TESTS = [
  {
    pattern: 'guest-tools/tests/nx-[^/]*\\.spec\\.ts$',
    runs: 'builds by Nx in copies of the checkout',
  },
  {
    pattern: 'guest-tools/tests/gulp-example\\.spec\\.ts$',
    runs: 'a gulpfile, and Nx to compare with',
  },
  {
    pattern: 'guest-tools/tests/[^/]*under-wine\\.spec\\.ts$',
    runs: 'the batch files of the guest in Wine',
  },
  {
    pattern: 'guest-tools/tests/remote-cache-server\\.spec\\.ts$',
    runs: 'nginx as the shared cache',
  },
  {
    pattern: 'guest-tools/tests/verify-mutants\\.spec\\.ts$',
    runs: 'verify.ps1 with a fault in each check',
  },
  { pattern: 'libs/[^/]*/src/[^/]*\\.browser\\.spec\\.ts$', runs: 'the report page in Chromium' },
  { pattern: 'tools/conformance/src/', runs: 'other readers and writers of images and archives' },
  {
    pattern: 'tools/pack/src/packages\\.spec\\.ts$',
    runs: 'the two npm packages, packed and installed',
  },
];

module.exports = { SYSTEM_TESTS };
