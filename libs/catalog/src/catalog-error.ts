import { InputError } from '@aero-guest-tools/diagnostics';

/** A catalog that cannot be read: not a catalog, malformed, or beyond the limits. */
export class CatalogError extends InputError {
  override readonly name: string = 'CatalogError';
}
