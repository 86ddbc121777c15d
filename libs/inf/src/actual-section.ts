import { findSection, type Architecture, type Inf, type InfSection } from './inf';
import { platformExtensions } from './platform-extension';

/**
 * The section that Windows uses for an undecorated name: the first that exists of
 * `name.NT<architecture>`, `name.NT` and `name`. Such a name has no version, so `[name.NTx86.6.1]`
 * is never found.
 *
 * Source of the rule: `SetupDiGetActualSectionToInstall`; "Combining Platform Extensions with Other
 * Section Name Extensions".
 */
export function actualSection(
  inf: Inf,
  name: string,
  architecture: Architecture,
): InfSection | undefined {
  for (const extension of platformExtensions(architecture)) {
    const section = findSection(inf, name + extension);
    if (section) return section;
  }
  return undefined;
}
