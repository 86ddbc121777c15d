export * from './compare-bytes';
export * from './digest';
export * from './digest-of-file';
export * from './file-on-disk';
export { isHiddenName } from './hidden-name';
export * from './list-file-tree';
export {
  describeOpenError,
  NotARegularFileError,
  openRegularFile,
  openRegularFileHandle,
  type OpenRegularFile,
} from './open-regular-file';
export * from './open-readable';
export * from './open-tree-file';
export * from './read-small-file';
export * from './read-contents';
export * from './readable-file';
export { isAtOrBelow } from './is-at-or-below';
export * from './unreadable-file';
export * from './verified-contents';
