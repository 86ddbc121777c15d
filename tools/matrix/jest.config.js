module.exports = { displayName: 'matrix', preset: '../../jest.preset.js' };
