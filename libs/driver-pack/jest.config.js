module.exports = { displayName: 'driver-pack', preset: '../../jest.preset.js' };
