export { type ImageExtent } from './extent';
export { type ImageFile, type ImageOptions } from './image-file';
export { JOLIET_NAME_LENGTH, LONG_JOLIET_NAME_LENGTH } from './joliet-name';
export { layoutImage, type ImageLayout } from './layout';
export { volumeIdentifier } from './volume-identifier';
export { writeImage } from './write-image';
