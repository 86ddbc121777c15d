import type { WindowsState } from './windows/windows-state';

/** A Windows 7 with nothing on it. */
export const EMPTY_WINDOWS: WindowsState = {
  version: '6.1.7601.65536',
  servicePack: 'Service Pack 1',
  now: 0,
  elevated: true,
  fips: false,
  systemCore: true,
  currentDirectory: String.raw`C:\here`,
  temporaryDirectory: String.raw`C:\Temp`,
  environment: { SystemRoot: String.raw`C:\Windows` },
  files: {},
  directories: {},
  registry: {},
  wmi: {},
  certificateStores: {},
  programs: {},
};
