import { distinctNames } from '@aero-guest-tools/driver-layout/driver-name';
import { models } from '@aero-guest-tools/inf';
import type { DriverPackage } from './driver-package';
import type { DeviceReport } from './validation-report';

/**
 * The devices that the INF files bind on the Windows and architecture of the driver, by their
 * Windows display names. Models with the same description in one INF file are one device with
 * several IDs. In the order of the INF files.
 *
 * Source of the rule: "INF Models Section", where the description is "the display name of the
 * device".
 */
export function devicesOf({ infs, architecture, windows }: DriverPackage): readonly DeviceReport[] {
  return infs.flatMap(({ path, inf }) => {
    const ids = new Map<string, string[]>();
    for (const { description, hardwareId, compatibleIds } of models(inf, architecture, windows)) {
      const ofDevice = ids.get(description) ?? [];
      ofDevice.push(...[hardwareId, ...compatibleIds].filter((id) => id !== ''));
      ids.set(description, ofDevice);
    }
    return Array.from(ids, ([name, hardwareIds]) => ({
      name,
      inf: path,
      hardwareIds: distinctNames(hardwareIds),
    }));
  });
}
