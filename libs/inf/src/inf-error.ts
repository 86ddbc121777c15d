import { InputError } from '@aero-guest-tools/diagnostics';

/**
 * An INF file that cannot be used at all. A file that can be partly read is partly read instead.
 */
export class InfError extends InputError {
  override readonly name: string = 'InfError';
}
