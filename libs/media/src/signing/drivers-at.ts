import { judgedAt } from '@aero-guest-tools/catalog/judged-at';
import type { DriverReport } from '@aero-guest-tools/packaging-spec';

/**
 * The earliest time at which media can be in use, in seconds since 1970. No media are older than
 * the packager that makes them, whatever time they carry (by default 1970). Raised with each
 * release.
 */
export const EARLIEST_TIME_OF_USE = Date.UTC(2026, 0, 1) / 1000;

/**
 * The drivers as their Windows judges them when the media are used: at the time that the media
 * carry, or at {@link EARLIEST_TIME_OF_USE} if that is later. The report of `validate-spec` holds
 * for any time, so it can be cached. The clock is not read: the same inputs give the same media.
 *
 * @param sourceDateEpoch Seconds since 1970-01-01 00:00:00 UTC.
 */
export function driversAt(
  drivers: readonly DriverReport[],
  sourceDateEpoch: number,
): readonly DriverReport[] {
  const time = Math.max(sourceDateEpoch, EARLIEST_TIME_OF_USE);
  return drivers.map((driver) => {
    const { signing } = driver;
    return signing === undefined ? driver : { ...driver, signing: judgedAt(signing, time) };
  });
}
