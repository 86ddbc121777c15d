export { withPlace } from './error-place';
export * from './replace-directory';
export * from './temporary-directory';
export * from './write-file';
export * from './write-files-together';
