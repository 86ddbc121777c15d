export * from './compare-bytes';
export * from './list-file-tree';
export { describeOpenError, NotARegularFileError, openRegularFile } from './open-regular-file';
export * from './open-tree-file';
export * from './read-small-file';
