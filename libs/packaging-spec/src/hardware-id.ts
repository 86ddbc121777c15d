/** The part of a PCI hardware ID that names the vendor and the device: `PCI\VEN_1AF4&DEV_1042`. */
const VENDOR_AND_DEVICE = /PCI\\VEN_[0-9A-F]{4}&DEV_[0-9A-F]{4}/i;

/**
 * Cuts a PCI hardware ID to its vendor and device, `PCI\VEN_xxxx&DEV_xxxx`, as written; `undefined`
 * if it does not name them. (Packager rules, 3. INF checks.)
 */
export function vendorAndDevice(hardwareId: string): string | undefined {
  return VENDOR_AND_DEVICE.exec(hardwareId)?.[0];
}
