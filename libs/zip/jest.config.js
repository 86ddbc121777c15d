module.exports = { displayName: 'zip', preset: '../../jest.preset.js' };
