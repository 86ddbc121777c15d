// Reading and writing are also separate entry points, `@aero-guest-tools/iso9660/read` and
// `/write`, so that a task loads only what it needs.
export * from './read';
export * from './write';
