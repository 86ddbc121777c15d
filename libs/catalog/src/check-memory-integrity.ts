import type { WindowsTarget } from '@aero-guest-tools/windows-target';
import type { CatalogNote } from './catalog-note';
import type { SignedDriver } from './signed-driver';

/**
 * Whether a guest with memory integrity loads the binaries of a driver, judged by the headers of
 * their images. Windows 10 and newer support it ("Implement HVCI compatible code").
 */
export function checkMemoryIntegrity(
  { files = [], architecture }: SignedDriver,
  windows: WindowsTarget,
): readonly CatalogNote[] {
  // It needs virtualization-based security, which 32-bit Windows does not have.
  if (windows.majorVersion < 10 || architecture === 'x86') return [];
  return files.flatMap(({ path, memoryIntegrityFlaws = [] }): readonly CatalogNote[] =>
    memoryIntegrityFlaws.length === 0
      ? []
      : [
          {
            id: 'catalog.memory-integrity',
            file: path,
            message: `${windows.name} does not load this driver where memory integrity (HVCI) is on`,
            found: memoryIntegrityFlaws.join(', '),
            expected:
              'sections aligned to 0x1000 bytes, of which none is both writable and executable',
            remedy: 'take a newer release of the driver, or leave memory integrity off',
          },
        ],
  );
}
