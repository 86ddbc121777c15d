export { chooseFiles } from './choose-files';
export { selectDrivers } from './select-drivers';
