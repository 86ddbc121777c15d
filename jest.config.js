module.exports = {
  reporters: ['default', '<rootDir>/tools/tests/left-out-reporter.js'],
  // A busy machine is no reason to fail; a test that hangs still ends. Jest reads this here only.
  testTimeout: 30_000,
  projects: [
    '<rootDir>/libs/*',
    '<rootDir>/executors',
    '<rootDir>/guest-tools',
    '<rootDir>/tools/conformance',
    '<rootDir>/tools/bench',
    '<rootDir>/tools/driver-fixtures',
    '<rootDir>/tools/matrix',
    '<rootDir>/tools/pack',
    '<rootDir>/tools/powershell-interpreter',
    '<rootDir>/tools/registry',
    '<rootDir>/tools/sample-virtio-win',
    '<rootDir>/tools/test-signing',
  ],
};
