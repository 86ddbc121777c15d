import type { GuestTarget } from '@aero-guest-tools/windows-target';

/** What a packaging spec says of the place of a driver. */
export interface ExpectedDriver {
  readonly name: string;
  readonly required: boolean;
}

/** What a packaging spec says of the directories that there are. */
export interface ExpectedDrivers<Driver extends ExpectedDriver = ExpectedDriver> {
  readonly target: GuestTarget;
  readonly drivers: readonly Driver[];
  readonly requireOptionalDriversOnAllArches: boolean;
  readonly failOnUnlistedDriverDirs: boolean;
}
