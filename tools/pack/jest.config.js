module.exports = { displayName: 'pack', preset: '../../jest.preset.js' };
