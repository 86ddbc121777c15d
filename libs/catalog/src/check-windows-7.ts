import type { WindowsTarget } from '@aero-guest-tools/windows-target';
import type { CatalogProblem } from './catalog-problem';
import { disputedSignature, kernelRoot } from './check-kernel-mode';
import { kernelModeBinaries } from './kernel-mode-trust';
import { isTrustedByKernel } from './kernel-root';
import type { SignedDriver } from './signed-driver';
import { windows7Needs, type Windows7Need } from './windows-7-needs';

/**
 * Problems of drivers that Windows 7 as released does not accept, or that Windows 7 x64 does not
 * accept.
 */
export function checkWindows7(
  driver: SignedDriver,
  windows: WindowsTarget,
): readonly CatalogProblem[] {
  if (!driver.catalog.signature) return [];
  return [
    ...windows7Needs(driver).map((need) => neededUpdates(driver, windows, need)),
    ...checkKernelMode(driver, windows),
  ];
}

function neededUpdates(
  driver: SignedDriver,
  { name }: WindowsTarget,
  need: Windows7Need,
): CatalogProblem {
  const { id, found, updates, isEnough } = need;
  const acceptance = isEnough
    ? `${name} accepts this driver only with ${updates.join(' and ')}`
    : `it is not documented that ${name} accepts this driver, whatever its updates`;
  // Setup loads a storage driver before there is a system in which an update could be installed.
  const setup = driver.isBootCritical ? ', and setup from the installation medium refuses it' : '';
  return {
    id,
    kind: 'acceptance',
    file: driver.catalog.file,
    message: `${acceptance}${setup}`,
    found,
    expected: `signatures and digests with SHA-1, which ${name} knows without updates`,
    remedy: `take a release for ${name} that is signed with SHA-1, or install ${updates.join(' and then ')} in the guest before the driver`,
  };
}

/** On x86 the kernel loads drivers whoever signed them. */
function checkKernelMode(driver: SignedDriver, windows: WindowsTarget): readonly CatalogProblem[] {
  const { catalog, architecture } = driver;
  const chain = catalog.signature?.chain;
  if (architecture !== 'amd64' || chain?.root === undefined) return [];
  // The end of a broken chain proves nothing, and other checks report roots that Windows does not
  // know.
  if (chain.flaw !== undefined || chain.anchor === undefined) return [];
  const binaries = kernelModeBinaries(driver);
  const isUntrusted = binaries.some(({ withUpdates }) => withUpdates === 'untrusted');
  if (isUntrusted && !isTrustedByKernel(chain)) return [kernelRoot(driver, windows, chain)];
  const disputed = binaries.filter(({ withUpdates }) => withUpdates === 'disputed');
  return [
    // A dispute about the catalog is reported once, not for each of the binaries.
    ...disputed.filter(({ ownSignature }) => ownSignature === undefined).slice(0, 1),
    ...disputed.filter(({ ownSignature }) => ownSignature !== undefined),
  ].flatMap(({ path = catalog.file, ownSignature }) =>
    ownSignature === undefined
      ? catalog.signature
        ? disputedSignature(catalog.file, catalog.signature, windows, false)
        : []
      : disputedSignature(path, ownSignature, windows, true),
  );
}
