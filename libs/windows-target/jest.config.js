module.exports = { displayName: 'windows-target', preset: '../../jest.preset.js' };
