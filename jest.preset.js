// Shared by the jest.config.js of every package. Tests are transpiled on the fly; what they import
// from other packages is their compiled dist/, which `npm test` brings up to date first.
module.exports = {
  testEnvironment: 'node',
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
    // through2 is published as an ES module only, which Jest does not load by itself.
    '/node_modules/through2/.*\\.js$': [
      '@swc/jest',
      { jsc: { target: 'es2023' }, module: { type: 'commonjs' } },
    ],
  },
  transformIgnorePatterns: ['/node_modules/(?!through2/)'],
};
