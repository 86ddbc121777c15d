import { formatList, type Problem } from '@aero-guest-tools/diagnostics';
import type { Inf, InfLine } from '@aero-guest-tools/inf';

import type { DriverPackage } from './driver-package';
import { hardwareIdsOf } from './inf-facts';
import type { Pattern } from './pattern';

/**
 * Every hardware ID that the spec expects must match a line of some packaged INF file. Comments do
 * not count. A line matches as written or with its `%strings%` resolved. (Packager rules, 3. INF
 * checks.)
 */
export function checkHardwareIds(driverPackage: DriverPackage): readonly Problem[] {
  const { driver, directory, infs } = driverPackage;
  return driver.expectedHardwareIds
    .filter((pattern) => !infs.some(({ inf }) => matchesLine(inf, pattern)))
    .map((pattern) => ({
      file: directory,
      id: 'inf.hardware-id-missing',
      message: 'no packaged INF file has a line with an expected hardware ID',
      found: `the hardware IDs ${formatList(hardwareIdsOf(driverPackage))}`,
      expected: `a line that matches ${pattern.source}`,
      remedy: 'package the driver for that device, or correct the spec or the device contract',
    }));
}

function matchesLine(inf: Inf, pattern: Pattern): boolean {
  for (const { lines } of inf.sections.values()) {
    if (lines.some((line) => textsOf(line).some((text) => pattern.matches(text)))) return true;
  }
  return false;
}

function textsOf({ key, values, text }: InfLine): readonly string[] {
  if (!text.includes('%')) return [text];
  const resolved = values.join(', ');
  return [text, key === undefined ? resolved : `${key} = ${resolved}`];
}
