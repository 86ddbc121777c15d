import { SECTOR_SIZE } from '../sector';
import { type ImageFile } from './image-file';

/** The location and length of something in the image. */
export interface Extent {
  /** Its first sector, counted from the beginning of the image. */
  readonly location: number;
  /** Its length in bytes, without the padding of the last sector. */
  readonly dataLength: number;
}

/** A descriptor, path table or directory. */
export interface Structure extends Extent {
  /** Renders exactly as many bytes as the extent has. */
  readonly contents: () => Uint8Array;
}

/** An extent with its contents. */
export type ImageExtent = Structure | (Extent & { readonly contents: ImageFile });

/** Reserves the next sectors of the image for a number of bytes. */
export type Allocate = (dataLength: number) => Extent;

/** How many sectors a number of bytes takes. */
export function sectorsOf(bytes: number): number {
  return Math.ceil(bytes / SECTOR_SIZE);
}
