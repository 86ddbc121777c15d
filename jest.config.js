module.exports = {
  projects: [
    '<rootDir>/libs/*',
    '<rootDir>/executors',
    '<rootDir>/guest-tools',
    '<rootDir>/tools/driver-fixtures',
    '<rootDir>/tools/matrix',
    '<rootDir>/tools/sample-virtio-win',
    '<rootDir>/tools/test-signing',
  ],
};
