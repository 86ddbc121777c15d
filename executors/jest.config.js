module.exports = { displayName: 'executors', preset: '../jest.preset.js' };
