module.exports = { displayName: 'packaging-spec', preset: '../../jest.preset.js' };
