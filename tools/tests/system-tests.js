// Tests that spend most of their time in other programs: whole builds by Nx, Wine, servers, readers of images.
// `npm test` leaves them out, and `npm run test:system` runs only them. A new test is a quick test unless it takes
// more than a few seconds.

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
    runs: 'verify.ps1 with a mistake in each check',
  },
  { pattern: 'libs/[^/]*/src/[^/]*\\.browser\\.spec\\.ts$', runs: 'the report page in Chromium' },
  {
    pattern: 'libs/zip/src/readers\\.spec\\.ts$',
    runs: 'other readers of our archives, one of 70,000 files',
  },
  { pattern: 'tools/conformance/src/', runs: 'other readers and writers of images and archives' },
  {
    pattern: 'tools/pack/src/packages\\.spec\\.ts$',
    runs: 'the two npm packages, packed and installed',
  },
];

module.exports = { SYSTEM_TESTS };
