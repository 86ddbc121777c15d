module.exports = { displayName: 'driver-description', preset: '../../jest.preset.js' };
