/** A time in seconds since 1970 as the day in UTC: `2019-06-08`. */
export function day(time: number): string {
  return new Date(time * 1000).toISOString().slice(0, 10);
}
