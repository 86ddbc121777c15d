module.exports = { displayName: 'driver-layout', preset: '../../jest.preset.js' };
