// An entry point of its own, `@aero-guest-tools/inf/driver-date`: whoever shows drivers need not load what reads INF files.

/**
 * The date of a driver as ISO 8601 writes it: `2019-06-07` for `06/07/2019`. Whatever else stands there is left as it is.
 *
 * Source of the rule: "INF DriverVer Directive": month, day and year, between slashes or hyphens.
 */
export function isoDriverDate(date: string): string {
  const [, month, day, year] = /^(\d{1,2})[/-](\d{1,2})[/-](\d{4})$/.exec(date) ?? [];
  if (month === undefined || day === undefined || year === undefined) return date;
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}
