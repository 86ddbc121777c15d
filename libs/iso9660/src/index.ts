// Reading and writing are entry points of their own too, `@aero-guest-tools/iso9660/read` and `/write`,
// so that a task loads what it needs and nothing else.
export * from './read';
export * from './write';
