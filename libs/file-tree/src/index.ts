export * from './compare-bytes';
export * from './list-file-tree';
