module.exports = { displayName: 'file-tree', preset: '../../jest.preset.js' };
