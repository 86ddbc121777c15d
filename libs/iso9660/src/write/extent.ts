import { SECTOR_SIZE } from '../sector';
import { type ImageFile } from './image-file';

/** Where something is recorded. */
export interface Extent {
  /** Its first sector, counted from the beginning of the image. */
  readonly location: number;
  /** Its length in bytes, without what fills up the last sector. */
  readonly dataLength: number;
}

/** A descriptor, path table or directory. */
export interface Structure extends Extent {
  /** Renders as many bytes as the extent has. */
  readonly contents: () => Uint8Array;
}

/** An extent with what is to be recorded in it. */
export type ImageExtent = Structure | (Extent & { readonly contents: ImageFile });

/** Reserves the next sectors of the image for so many bytes. */
export type Allocate = (dataLength: number) => Extent;

/** Sectors that so many bytes take. */
export function sectorsOf(bytes: number): number {
  return Math.ceil(bytes / SECTOR_SIZE);
}
