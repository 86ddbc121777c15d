import type { DriverReport } from '@aero-guest-tools/packaging-spec';
import { describe, expect, test } from '@jest/globals';
import { driversAt, EARLIEST_TIME_OF_USE } from './drivers-at';

/** A driver without a timestamp, whose certificate is valid until a time. */
function driverUntil(until: number): DriverReport {
  return {
    name: 'viostor',
    architecture: 'amd64',
    directory: 'amd64/viostor',
    infFiles: [],
    devices: [],
    hardwareIds: [],
    services: [],
    files: [],
    signing: {
      catalogs: [],
      problems: [
        {
          id: 'catalog.timestamp-missing',
          kind: 'acceptance',
          file: 'amd64/viostor/viostor.cat',
          message: 'no timestamp',
          until,
        },
      ],
      verdict: { withoutUpdates: 'accepted', withUpdates: 'accepted', updates: [], until },
    },
  };
}

describe('rules 11: a certificate that has expired when the media are used', () => {
  const DAY = 24 * 60 * 60;
  const found = (until: number, sourceDateEpoch: number): readonly string[] =>
    driversAt([driverUntil(until)], sourceDateEpoch).flatMap(({ signing }) => [
      signing?.problems[0]?.id ?? '',
      signing && 'withUpdates' in signing.verdict ? signing.verdict.withUpdates : '',
    ]);

  test('media of no particular time are used after the packager was released', () => {
    expect(found(EARLIEST_TIME_OF_USE - 1, 0)).toEqual(['catalog.certificate-expired', 'refused']);
    expect(found(EARLIEST_TIME_OF_USE, 0)).toEqual(['catalog.timestamp-missing', 'accepted']);
  });

  test('media of a later time are used from then on', () => {
    const time = EARLIEST_TIME_OF_USE + 100 * DAY;
    expect(found(time - 1, time)).toEqual(['catalog.certificate-expired', 'refused']);
    expect(found(time, time)).toEqual(['catalog.timestamp-missing', 'accepted']);
  });

  test('a driver that was not checked stays as it is', () => {
    const { signing: _, ...driver } = driverUntil(0);
    expect(driversAt([driver], 0)).toEqual([driver]);
  });
});
