// A separate entry point, `@aero-guest-tools/media/profile`, for code that needs nothing else.
import { isJudgedByUpdates } from '@aero-guest-tools/catalog/verdict';
import { InputError } from '@aero-guest-tools/diagnostics';
import { windowsTarget, type WindowsTarget } from '@aero-guest-tools/windows-target';
import type { DriverLayout } from '../drivers/drivers-location';
import type { SigningPolicy } from './signing-policy';

/** A kind of media that is built often: its drivers, device contract and signing policy. */
export interface Profile {
  readonly name: string;
  /** What it packages, for `--help`: a phrase without a full stop. */
  readonly description: string;
  /** The id of the Windows that its spec names: `w7`. */
  readonly windows: string;
  /** The packaging spec, below the directory that holds `specs/`; components joined by `/`. */
  readonly spec: string;
  /** The device contract, likewise. */
  readonly windowsDeviceContract: string;
  /** The layout of the sources that it is meant for. */
  readonly layout: DriverLayout;
  readonly signingPolicy: SigningPolicy;
}

const VIRTIO_WIN = {
  windows: 'w7',
  windowsDeviceContract: 'specs/contracts/windows-device-contract-virtio-win.json',
  layout: 'virtio-win',
  signingPolicy: 'production',
} as const;

const AERO = {
  windows: 'w7',
  windowsDeviceContract: 'specs/contracts/windows-device-contract.json',
  layout: 'packages',
  signingPolicy: 'test',
} as const;

const NEWER_WINDOWS = {
  windowsDeviceContract: 'specs/contracts/windows-device-contract-virtio.json',
  layout: 'virtio-win',
} as const;

/** A profile of virtio-win drivers, named after its Windows. */
function newerWindows(windows: string, spec: string, signingPolicy: SigningPolicy): Profile {
  const { name } = windowsTarget(windows);
  return {
    name: windows,
    description: `storage and network drivers of virtio-win for ${name}, and others if they are there`,
    windows,
    spec: `specs/packaging/${spec}.json`,
    ...NEWER_WINDOWS,
    signingPolicy,
  };
}

/** All profiles. Each is also a configuration of the Nx project, under the same name. */
export const PROFILES: readonly Profile[] = [
  {
    name: 'virtio-win',
    description: 'storage and network drivers of virtio-win, and input and sound if they are there',
    spec: 'specs/packaging/win7-virtio-full.json',
    ...VIRTIO_WIN,
  },
  {
    name: 'virtio-win-minimal',
    description: 'storage and network drivers of virtio-win',
    spec: 'specs/packaging/win7-virtio-win.json',
    ...VIRTIO_WIN,
  },
  {
    name: 'aero',
    description: "all of Aero's drivers",
    spec: 'specs/packaging/win7-aero-guest-tools.json',
    ...AERO,
  },
  {
    name: 'aero-signed',
    description: "all of Aero's drivers, with hardware IDs and services from the device contract",
    spec: 'specs/packaging/win7-signed.json',
    ...AERO,
  },
  {
    name: 'aerogpu-only',
    description: 'only AeroGPU',
    spec: 'specs/packaging/win7-aerogpu-only.json',
    ...AERO,
  },
  {
    name: 'aero-virtio',
    description: "Aero's own storage and network drivers, from a local build",
    spec: 'specs/packaging/win7-aero-virtio.json',
    ...AERO,
  },
  // virtio-win 0.1.285 has signed its drivers for 8.1 under a private root, which no Windows
  // trusts.
  newerWindows('w8.1', 'win8.1-virtio-win', 'none'),
  newerWindows('w10', 'win10-virtio-win', 'production'),
  newerWindows('w11', 'win11-virtio-win', 'production'),
  newerWindows('2k16', '2k16-virtio-win', 'production'),
  newerWindows('2k19', '2k19-virtio-win', 'production'),
  newerWindows('2k22', '2k22-virtio-win', 'production'),
  newerWindows('2k25', '2k25-virtio-win', 'production'),
];

/**
 * The profile of virtio-win drivers for a Windows. A Windows that has none gets the profile of the
 * oldest Windows newer than Windows 7; the caller must then set another target in its spec.
 * virtio-win signs its drivers for Windows 8, Server 2012 and Server 2012 R2 like those for Windows
 * 8.1. For Server 2008 R2 it has its Windows 7 drivers, which both accept.
 */
export function profileForWindows(windows: WindowsTarget): Profile {
  const profiles = PROFILES.filter(({ layout }) => layout === 'virtio-win');
  const own = profiles.find((profile) => profile.windows === windows.id);
  if (own !== undefined) return own;
  const profile = profileNamed('w8.1');
  return isJudgedByUpdates(windows) ? { ...profile, signingPolicy: 'production' } : profile;
}

/**
 * The profile of a name.
 *
 * @throws InputError if there is none.
 */
export function profileNamed(name: string): Profile {
  const profile = PROFILES.find((candidate) => candidate.name === name);
  if (profile !== undefined) return profile;
  throw new InputError({
    id: 'option.unknown-profile',
    message: 'there is no profile of this name',
    found: JSON.stringify(name),
    expected: PROFILES.map((candidate) => candidate.name).join(', '),
    remedy: 'use one of these',
  });
}
