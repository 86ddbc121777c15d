module.exports = { displayName: 'driver-fixtures', preset: '../../jest.preset.js' };
