module.exports = { displayName: 'media-description', preset: '../../jest.preset.js' };
