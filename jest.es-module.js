// Transpiles packages that are published as ES modules only, which Jest does not load by itself.
const { createTransformer } = require('@swc/jest');

const swc = createTransformer({ jsc: { target: 'es2023' }, module: { type: 'commonjs' } });

/** A scope of its own, since a module may declare what Jest passes to it, such as `__dirname`. */
const scoped = ({ code, ...result }) => ({ ...result, code: `(() => {\n${code}\n})();` });

module.exports = {
  ...swc,
  process: (...args) => scoped(swc.process(...args)),
  processAsync: async (...args) => scoped(await swc.processAsync(...args)),
};
