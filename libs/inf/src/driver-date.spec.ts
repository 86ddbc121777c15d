import { expect, test } from '@jest/globals';
import { isoDriverDate } from './driver-date';

test.each([
  ['06/07/2019', '2019-06-07'],
  ['6-7-2019', '2019-06-07'],
  ['7.6.2019', '7.6.2019'],
  ['', ''],
])('the date %j of a driver is %j', (date, iso) => {
  expect(isoDriverDate(date)).toBe(iso);
});
