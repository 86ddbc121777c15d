/** Bytes in a logical sector, and in the logical block of every image that matters here (ECMA-119, 6.1.2). */
export const SECTOR_SIZE = 2048;
