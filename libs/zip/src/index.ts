export { writeZip, type ZipOptions } from './write-zip';
export { type ZipFile } from './zip-file';
