module.exports = { displayName: 'inf', preset: '../../jest.preset.js' };
