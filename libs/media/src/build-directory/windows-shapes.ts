import { ACCEPTANCES } from '@aero-guest-tools/catalog/verdict';
import { REPORTED_ARCHITECTURES, WINDOWS_TARGETS } from '@aero-guest-tools/windows-target';
import { oneOf } from './state-shape';

/** The id of a Windows: `w11`. */
export const WINDOWS = oneOf(...WINDOWS_TARGETS.map(({ id }) => id));

/** An architecture that drivers are reported for: `amd64`. */
export const ARCHITECTURE = oneOf(...REPORTED_ARCHITECTURES);

/** How a Windows takes a driver: `accepted`. */
export const ACCEPTANCE = oneOf(...ACCEPTANCES);
