export { chooseFiles } from './choose-files';
export { selectDrivers } from './select-drivers';
export { hasUpstreamLayout } from './has-upstream-layout';
