// A separate entry point, `@aero-guest-tools/inf/driver-date`: code that shows drivers need not
// load the code that reads INF files.

/**
 * The date of a driver in ISO 8601: `2019-06-07` for `06/07/2019`. Any other text is returned
 * unchanged.
 *
 * Source of the rule: "INF DriverVer Directive": month, day and year, between slashes or hyphens.
 */
export function isoDriverDate(date: string): string {
  const [, month, day, year] = /^(\d{1,2})[/-](\d{1,2})[/-](\d{4})$/.exec(date) ?? [];
  if (month === undefined || day === undefined || year === undefined) return date;
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
}
