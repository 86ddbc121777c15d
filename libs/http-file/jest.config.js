module.exports = { displayName: 'http-file', preset: '../../jest.preset.js' };
