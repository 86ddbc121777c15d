module.exports = { displayName: 'gulp', preset: '../../jest.preset.js' };
