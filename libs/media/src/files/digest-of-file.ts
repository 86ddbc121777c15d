export { digestOfFile } from '@aero-guest-tools/file-tree';
