export * from './replace-directory';
export * from './write-file';
