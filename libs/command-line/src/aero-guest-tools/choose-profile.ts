import { join } from 'node:path';
import { parseJson } from '@aero-guest-tools/canonical-json';
import { formatList, InputError } from '@aero-guest-tools/diagnostics';
import { profileForWindows, profileNamed, PROFILES, type Profile } from '@aero-guest-tools/media';
import type { RecognisedDrivers } from '@aero-guest-tools/media/recognise-drivers';
import { readInput } from '@aero-guest-tools/media/read-input';
import { windowsTarget } from '@aero-guest-tools/windows-target';
import { missingRequiredDrivers } from '@aero-guest-tools/packaging-spec/choose-drivers';

/** The user's options that affect the choice of a profile. */
export interface ProfileOptions {
  readonly profile?: string;
  /** The id of the Windows of the guest. */
  readonly windows?: string;
  /** If the user names a spec or a list of drivers, no profile's drivers are required. */
  readonly spec?: string;
  readonly drivers?: readonly string[];
}

/**
 * Chooses a profile: the one that the user named; else, for virtio-win drivers, the one of the
 * Windows that the user named; else the first one of the recognised layout, if the names of the
 * drivers are not known or the user named a spec or drivers; else the first one whose required
 * drivers all exist.
 *
 * @param root Absolute directory that holds `specs/`.
 * @throws InputError if there is no such profile, or if none matches.
 */
export async function chooseProfile(
  { profile: named, windows, spec, drivers }: ProfileOptions,
  { layout, names }: RecognisedDrivers,
  root: string,
): Promise<Profile> {
  if (named !== undefined) return profileNamed(named);
  if (windows !== undefined && layout === 'virtio-win')
    return profileForWindows(windowsTarget(windows));
  if (names === undefined || spec !== undefined || drivers !== undefined) {
    return PROFILES.find((profile) => profile.layout === layout) ?? profileNamed('virtio-win');
  }
  const lacking: string[] = [];
  for (const profile of PROFILES) {
    const file = join(root, profile.spec);
    const missing = missingRequiredDrivers(
      parseJson(await readInput(file, 'the packaging spec'), file).value,
      names,
    );
    if (missing.length === 0) return profile;
    lacking.push(`${profile.name} lacks ${missing.join(' ')}`);
  }
  throw new InputError({
    id: 'cli.no-profile-fits',
    message: 'these drivers do not match any profile',
    found: formatList(names),
    expected: `all required drivers of one: ${lacking.join('; ')}`,
    remedy:
      'name the drivers with --drivers, choose a --profile, or write a spec and name it with --spec',
  });
}
