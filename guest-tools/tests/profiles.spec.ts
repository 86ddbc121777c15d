import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { PROFILES } from '@aero-guest-tools/media';

interface Target {
  readonly options?: Readonly<Record<string, string>>;
  readonly configurations?: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

const { targets } = JSON.parse(readFileSync(join(__dirname, '../project.json'), 'utf8')) as {
  readonly targets: Readonly<Record<string, Target>>;
};

/** What an option of a target is in a configuration. */
function option(target: string, configuration: string, name: string): string | undefined {
  const { options, configurations } = targets[target] ?? {};
  return configurations?.[configuration]?.[name] ?? options?.[name];
}

// Who builds without Nx gets what a configuration of the same name gives.
describe('profiles', () => {
  test.each(PROFILES)('$name is the configuration of that name', (profile) => {
    const { name } = profile;
    expect({
      spec: option('validate-spec', name, 'spec'),
      windowsDeviceContract: option('generate-devices-cmd', name, 'windowsDeviceContract'),
      layout: option('fetch-virtio-win', name, 'sourceLayout') ?? 'virtio-win',
      signingPolicy: option('stage-media', name, 'defaultSigningPolicy'),
    }).toEqual({
      spec: profile.spec,
      windowsDeviceContract: profile.windowsDeviceContract,
      layout: profile.layout,
      signingPolicy: profile.signingPolicy,
    });
  });

  test('every configuration but that of the sample is a profile', () => {
    const configurations = Object.keys(targets['validate-spec']?.configurations ?? {});
    expect(['sample', ...PROFILES.map(({ name }) => name)]).toEqual(configurations);
  });
});
