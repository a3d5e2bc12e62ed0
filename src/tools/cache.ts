import { join } from 'node:path';
import { HOME } from '../workspace/locate.ts';

/** Where binaries that were fetched for a purpose are kept: with the clone, or with its copy where it cannot be written. */
export const CACHE = join(HOME, '.scratch/postgres');
