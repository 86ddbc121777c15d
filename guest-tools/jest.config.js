module.exports = {
  displayName: 'guest-tools',
  preset: '../jest.preset.js',
  testMatch: ['<rootDir>/tests/**/*.spec.ts'],
};
