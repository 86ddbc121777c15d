import { judgedAt } from '@aero-guest-tools/catalog/judged-at';
import type { DriverReport } from '@aero-guest-tools/packaging-spec';

/**
 * No media are older than the packager that makes them, whatever time they carry: by default that is 1970. In
 * seconds since 1970; raised with each release.
 */
export const EARLIEST_TIME_OF_USE = Date.UTC(2026, 0, 1) / 1000;

/**
 * The drivers as their Windows judges them when the media are used: at the time that they carry, or at
 * {@link EARLIEST_TIME_OF_USE} if that is later. What `validate-spec` reports holds for any time, and is
 * cached so. The clock is not asked: the same inputs give the same media.
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
