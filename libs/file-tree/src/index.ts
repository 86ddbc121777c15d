export * from './compare-bytes';
export * from './list-file-tree';
export * from './open-tree-file';
