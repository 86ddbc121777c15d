module.exports = { displayName: 'driver-packages', preset: '../../jest.preset.js' };
