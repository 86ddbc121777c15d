import { InputError } from '@aero-guest-tools/diagnostics';

/** An INF file that cannot be used at all. Whatever can be read in part is read in part instead. */
export class InfError extends InputError {
  override readonly name: string = 'InfError';
}
