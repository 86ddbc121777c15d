module.exports = { displayName: 'attestation', preset: '../../jest.preset.js' };
