module.exports = { displayName: 'media-report', preset: '../../jest.preset.js' };
