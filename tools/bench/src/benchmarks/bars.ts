import type { Result } from '../measure/contest';
import { mebibytes, type Bar } from '../report/report';

/** A bar for the time of the first result, in times of that of another; none if it did not run. */
export function timeBar(results: readonly Result[], peer: string, most: number): readonly Bar[] {
  const [ours] = results;
  const other = results.find(({ name }) => name === peer);
  if (ours === undefined || other === undefined) return [];
  const found = ours.wallSeconds / other.wallSeconds;
  return [{ what: `time of ${ours.name}, against ${peer}`, found, most, unit: '×' }];
}

/** A bar for the memory of the first result, in MiB. */
export function memoryBar([ours]: readonly Result[], most: number): readonly Bar[] {
  if (ours === undefined) return [];
  const found = mebibytes(ours.peakBytes);
  return [{ what: `peak memory of ${ours.name}`, found, most, unit: 'MiB' }];
}
