// Shared by the jest.config.js of every package. Tests are transpiled on the fly; what they import
// from other packages is their compiled dist/, which `npm test` brings up to date first.
module.exports = {
  testEnvironment: 'node',
  // A busy machine is no reason to fail; a test that hangs still ends.
  testTimeout: 30_000,
  testMatch: ['<rootDir>/src/**/*.spec.ts'],
  transform: {
    '\\.ts$': [
      '@swc/jest',
      {
        jsc: { parser: { syntax: 'typescript' }, target: 'es2023' },
        module: { type: 'commonjs' },
        sourceMaps: 'inline',
      },
    ],
    // These are published as ES modules only, which Jest does not load by itself.
    '/node_modules/(through2|asn1js|@peculiar/utils)/.*\\.js$': [
      '@swc/jest',
      { jsc: { target: 'es2023' }, module: { type: 'commonjs' } },
    ],
  },
  transformIgnorePatterns: ['/node_modules/(?!through2/|asn1js/|@peculiar/utils/)'],
};
