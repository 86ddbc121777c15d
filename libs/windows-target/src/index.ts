export { ARCHITECTURES, type Architecture } from './architecture';
export { catalogSystem, namesTarget, type CatalogSystem } from './catalog-system';
export { SERVER, WORKSTATION, type GuestScriptFacts, type WindowsTarget } from './windows-target';
export { atBuild, DEFAULT_WINDOWS_TARGET, WINDOWS_TARGETS, windowsTarget } from './windows-targets';
