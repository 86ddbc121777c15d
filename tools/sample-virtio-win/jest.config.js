module.exports = { displayName: 'sample-virtio-win', preset: '../../jest.preset.js' };
