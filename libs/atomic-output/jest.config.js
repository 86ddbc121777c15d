module.exports = { displayName: 'atomic-output', preset: '../../jest.preset.js' };
