import { formatAmount } from '@aero-guest-tools/diagnostics';

/**
 * The progress of a transfer, in bytes: `downloading 12 of 735 MB (1 %) from https://...`. The URL
 * comes last, so that a narrow terminal cuts it off first.
 */
export function transferText(from: string, received: number, size: number | undefined): string {
  return `downloading ${formatAmount(received, size)} from ${from}`;
}
