module.exports = { displayName: 'powershell-interpreter', preset: '../../jest.preset.js' };
