import { InputError } from '@aero-guest-tools/diagnostics';

/** A catalog that cannot be read: no catalog at all, a malformed one, or one beyond the limits. */
export class CatalogError extends InputError {
  override readonly name: string = 'CatalogError';
}
