module.exports = { displayName: 'virtio-win', preset: '../../jest.preset.js' };
