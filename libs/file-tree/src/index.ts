export * from './compare-bytes';
export { isHiddenName } from './hidden-name';
export * from './list-file-tree';
export {
  describeOpenError,
  NotARegularFileError,
  openRegularFile,
  openRegularFileHandle,
  type OpenRegularFile,
} from './open-regular-file';
export * from './open-tree-file';
export * from './read-small-file';
export { isAtOrBelow } from './is-at-or-below';
export * from './unreadable-file';
