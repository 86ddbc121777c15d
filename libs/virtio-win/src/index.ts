export { selectDrivers } from './select-drivers';
