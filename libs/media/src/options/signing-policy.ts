import { InputError } from '@aero-guest-tools/diagnostics';
import { chosenSetting, type Setting } from './setting';

/**
 * How Windows is made to accept the drivers: `test` imports the certificates on the media and
 * enables test signing, `production` relies on Microsoft's signature, `none` leaves it to the user.
 */
export type SigningPolicy = 'test' | 'production' | 'none';

/** All policies, by the names that are shown. */
export const SIGNING_POLICIES: readonly SigningPolicy[] = ['test', 'production', 'none'];

/** The policy if neither option nor environment names one. */
export const DEFAULT_SIGNING_POLICY: SigningPolicy = 'test';

const POLICIES: ReadonlyMap<string, SigningPolicy> = new Map([
  ['test', 'test'],
  ['testsigning', 'test'],
  ['test-signing', 'test'],
  ['production', 'production'],
  ['prod', 'production'],
  ['whql', 'production'],
  ['none', 'none'],
  ['nointegritychecks', 'none'],
  ['no-integrity-checks', 'none'],
]);

/** The environment variable that names a signing policy where no option does. */
export const SIGNING_POLICY_VARIABLE = 'AERO_GUEST_TOOLS_SIGNING_POLICY';

/**
 * The signing policy that the user chose: by the option, else by the environment variable, else the
 * default of the caller.
 *
 * @param variable The value of {@link SIGNING_POLICY_VARIABLE}.
 * @throws InputError if the setting that wins names no policy.
 */
export function chosenSigningPolicy(
  option: Setting,
  variable: string | undefined,
  defaultPolicy: string = DEFAULT_SIGNING_POLICY,
): SigningPolicy {
  const chosen = chosenSetting(option, { name: SIGNING_POLICY_VARIABLE, value: variable });
  return chosen === undefined
    ? parseSigningPolicy(defaultPolicy, 'the default')
    : parseSigningPolicy(chosen.value, chosen.origin);
}

/**
 * Reads a signing policy by its name or an alias, in any case (packager rules, 4. What is included).
 *
 * @param text What the user wrote.
 * @param origin Where they wrote it, for the error: an option or an environment variable.
 * @throws InputError if it names no policy.
 */
export function parseSigningPolicy(text: string, origin: string): SigningPolicy {
  const policy = POLICIES.get(text.toLowerCase());
  if (policy === undefined) {
    throw new InputError({
      id: 'option.unknown-signing-policy',
      message: `${origin} is not a signing policy`,
      found: JSON.stringify(text),
      expected: [...POLICIES.keys()].join(', '),
      remedy: 'use test, production or none',
    });
  }
  return policy;
}
