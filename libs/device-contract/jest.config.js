module.exports = { displayName: 'device-contract', preset: '../../jest.preset.js' };
