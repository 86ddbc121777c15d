module.exports = { displayName: 'bill-of-materials', preset: '../../jest.preset.js' };
