import { isoDriverDate } from '@aero-guest-tools/inf/driver-date';
import { html, type Html } from './html';

/** `1,234,567`, independent of locale. */
export function formatCount(count: number): string {
  return String(count).replaceAll(/\B(?=(?:\d{3})+$)/g, ',');
}

/** `1 driver`, `2 drivers`. */
export function counted(count: number, noun: string): string {
  return `${formatCount(count)} ${noun}${count === 1 ? '' : 's'}`;
}

/** `5.4 MiB`: at most three digits, in powers of 1024. */
export function formatRoundedSize(bytes: number): string {
  const units = ['bytes', 'KiB', 'MiB', 'GiB'];
  let value = bytes;
  let unit = 0;
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1024;
    unit += 1;
  }
  const digits = unit === 0 || value >= 100 ? 0 : 1;
  return `${value.toFixed(digits)} ${units[unit] ?? ''}`;
}

/** A share of a whole in percent: `12 %`, `< 1 %`. */
export function formatShare(part: number, whole: number): string {
  const percent = whole === 0 ? 0 : (100 * part) / whole;
  return percent > 0 && percent < 1 ? '< 1 %' : `${String(Math.round(percent))} %`;
}

/** The day in UTC of a time in seconds since 1970: `2019-06-07`. */
export function isoDay(time: number): string {
  return isoTime(time)?.slice(0, 10) ?? String(time);
}

/** The same day as a `time` element. */
export function day(time: number): Html {
  const text = isoTime(time);
  return text === undefined
    ? html`${String(time)}`
    : html`<time datetime="${text}" title="${text}">${isoDay(time)}</time>`;
}

/** Undefined after the year 9999, which ISO 8601 allows only by agreement. */
function isoTime(time: number): string | undefined {
  const milliseconds = time * 1000;
  return Math.abs(milliseconds) < Date.UTC(10_000, 0, 1)
    ? new Date(milliseconds).toISOString()
    : undefined;
}

/** The date of a driver in ISO 8601, if it is a valid date. */
export function infDate(text: string | undefined): string {
  return text === undefined ? 'unknown' : isoDriverDate(text);
}

/** Text cut to a number of characters, with an ellipsis. */
export function cut(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, Math.max(length - 1, 0))}…`;
}

const ARCHITECTURE_NAMES: Readonly<Record<string, string>> = {
  x86: 'x86 (32-bit)',
  amd64: 'amd64 (64-bit)',
  arm64: 'arm64 (64-bit ARM)',
};

/** The usual names of `amd64` and `x86`. */
export function architectureName(architecture: string): string {
  return ARCHITECTURE_NAMES[architecture] ?? architecture;
}

/** `a`, `a and b`, `a, b and c`. */
export function inWords(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length > 1 ? `${names.slice(0, -1).join(', ')} and ${last}` : last;
}
