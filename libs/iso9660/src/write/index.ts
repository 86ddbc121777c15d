export { type ImageExtent } from './extent';
export {
  type FileDescription,
  type FileReader,
  type ImageFile,
  type ImageOptions,
} from './image-file';
export { JOLIET_NAME_LENGTH, LONG_JOLIET_NAME_LENGTH } from './joliet-name';
export { layoutImage, type ImageLayout } from './layout';
export { imageRecorder, type ImageRecorder } from './image-recorder';
export { recordImage } from './record-image';
export { type RecordedImage } from './recording';
export { type ImageOutput } from './sequential-output';
export { volumeIdentifier, volumeIdentifierWarnings } from './volume-identifier';
export { writeImage } from './write-image';
export { SECTOR_SIZE } from '../sector';
