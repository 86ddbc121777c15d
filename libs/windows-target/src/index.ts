export { ARCHITECTURES, type Architecture } from './architecture';
export { catalogSystem, namesTarget, type CatalogSystem } from './catalog-system';
export {
  DEFAULT_GUEST_TARGET,
  guestTarget,
  REPORTED_ARCHITECTURES,
  type GuestTarget,
} from './guest-target';
export { SERVER, WORKSTATION, type GuestScriptFacts, type WindowsTarget } from './windows-target';
export { atBuild, DEFAULT_WINDOWS_TARGET, WINDOWS_TARGETS, windowsTarget } from './windows-targets';
