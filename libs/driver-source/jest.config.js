module.exports = { displayName: 'driver-source', preset: '../../jest.preset.js' };
