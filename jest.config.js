module.exports = {
  projects: ['<rootDir>/libs/*', '<rootDir>/executors', '<rootDir>/tools/sample-virtio-win'],
};
