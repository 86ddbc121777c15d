module.exports = { displayName: 'test-signing', preset: '../../jest.preset.js' };
