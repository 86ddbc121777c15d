export * from './read';
export { SECTOR_SIZE } from './sector';
export * from './write';
