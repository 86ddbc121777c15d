module.exports = { displayName: 'iso9660', preset: '../../jest.preset.js' };
