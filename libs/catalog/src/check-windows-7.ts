import type { CatalogProblem } from './catalog-problem';
import { isTrustedByKernel } from './kernel-root';
import type { SignedDriver } from './signed-driver';
import { windows7Needs, type Windows7Need } from './windows-7-needs';

/** What Windows 7 does not accept as it was released, or does not accept on x64. */
export function checkWindows7(driver: SignedDriver): readonly CatalogProblem[] {
  if (!driver.catalog.signature) return [];
  return [
    ...windows7Needs(driver).map((need) => neededUpdates(driver, need)),
    ...checkKernelRoot(driver),
  ];
}

function neededUpdates(driver: SignedDriver, need: Windows7Need): CatalogProblem {
  const { code, found, updates, isEnough } = need;
  const acceptance = isEnough
    ? `Windows 7 accepts this driver only with ${updates.join(' and ')}`
    : 'it is not documented that Windows 7 accepts this driver, whatever its updates';
  // Setup starts from a storage driver before there is a system that an update could be installed in.
  const setup = driver.isBootCritical ? ', and setup from the installation medium refuses it' : '';
  return {
    code,
    kind: 'acceptance',
    file: driver.catalog.file,
    message: `${acceptance}${setup}`,
    found,
    expected: 'signatures and digests by SHA-1, which Windows 7 knows without updates',
    remedy: `take a release for Windows 7 that is signed by SHA-1, or install ${updates.join(' and then ')} in the guest before the driver`,
  };
}

/** On x86 the kernel loads drivers whoever signed them. */
function checkKernelRoot({ catalog, architecture }: SignedDriver): readonly CatalogProblem[] {
  const chain = catalog.signature?.chain;
  if (architecture !== 'amd64' || chain?.root === undefined) return [];
  // Where a broken chain ends says nothing.
  if (chain.flaw !== undefined || isTrustedByKernel(chain)) return [];
  return [
    {
      code: 'kernel-root',
      kind: 'acceptance',
      file: catalog.file,
      message: 'the kernel of Windows 7 x64 does not trust the signer, unless test signing is on',
      found: `certificates that end in ${chain.root.text}`,
      expected:
        'certificates that end in Microsoft Code Verification Root, by a cross-certificate in the signature, or in a root of Microsoft',
      remedy:
        'take a release that is signed for production, or package with signing policy "test" and turn test signing on in the guest',
    },
  ];
}
