import { formatAmount } from '@aero-guest-tools/diagnostics';

/**
 * How far a transfer is, in bytes: `downloading 12 of 735 MB (1 %) from https://...`. The place comes
 * last, where a terminal may be too narrow for it.
 */
export function transferText(from: string, received: number, size: number | undefined): string {
  return `downloading ${formatAmount(received, size)} from ${from}`;
}
