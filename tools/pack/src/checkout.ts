import { resolve } from 'node:path';

/** The root of the repository. */
export const CHECKOUT = resolve(__dirname, '../../..');
