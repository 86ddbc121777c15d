import type { GuestTarget } from '@aero-guest-tools/windows-target';

/** What a packaging spec says about where a driver is. */
export interface ExpectedDriver {
  readonly name: string;
  readonly required: boolean;
}

/** What a packaging spec says about the directories in a tree. */
export interface ExpectedDrivers<Driver extends ExpectedDriver = ExpectedDriver> {
  readonly target: GuestTarget;
  readonly drivers: readonly Driver[];
  readonly requireOptionalDriversOnAllArches: boolean;
  readonly failOnUnlistedDriverDirs: boolean;
}
