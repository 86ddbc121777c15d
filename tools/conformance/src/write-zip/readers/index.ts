import type { Reader } from '../reader';
import { admZip } from './adm-zip';
import { appnote } from './appnote';
import { bsdtar } from './bsdtar';
import { python } from './python';
import { sevenZip } from './seven-zip';
import { unzip } from './unzip';
import { yauzl } from './yauzl';

/** Every reader that archives are read with. */
export const READERS: readonly Reader[] = [unzip, sevenZip, bsdtar, python, admZip, yauzl, appnote];
