import type { Reader } from '../reader';
import { bsdtarJoliet, bsdtarPrimary } from './bsdtar';
import { fuseiso } from './fuseiso';
import { isoinfoJoliet, isoinfoPrimary } from './isoinfo';
import { linuxJoliet, linuxPrimary } from './linux';
import { sevenZip } from './seven-zip';
import { xorrisoJoliet, xorrisoPrimary } from './xorriso';

/** Every reader that images are read with: those of the Joliet hierarchy first. */
export const READERS: readonly Reader[] = [
  isoinfoJoliet,
  xorrisoJoliet,
  sevenZip,
  bsdtarJoliet,
  fuseiso,
  linuxJoliet,
  isoinfoPrimary,
  xorrisoPrimary,
  bsdtarPrimary,
  linuxPrimary,
];
