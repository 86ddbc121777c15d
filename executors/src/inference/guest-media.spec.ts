import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { isShippedName, shippedNames } from '@aero-guest-tools/media/shipped-files';
import { describe, expect, test } from '@jest/globals';
import { parseGuestMedia, type GuestMedia } from './guest-media';

function parse(media: object, file = 'guests/win7/guest-media.json'): GuestMedia {
  return parseGuestMedia(JSON.stringify({ media: { win7: media } }), file);
}

const SPEC = { spec: 'win7-virtio-full' };

describe('guest-media.json', () => {
  test('what it leaves out is right for an image of virtio-win', () => {
    expect(parse(SPEC).project).toEqual({
      root: 'guests/win7',
      media: [
        {
          name: 'win7',
          spec: 'win7-virtio-full',
          windowsDeviceContract: 'windows-device-contract-virtio-win',
          signingPolicy: 'production',
        },
      ],
    });
  });

  test('or for packages, where it says so', () => {
    expect(parse({ spec: 'win7-signed', sourceLayout: 'packages' }).project.media).toMatchObject([
      { windowsDeviceContract: 'windows-device-contract', signingPolicy: 'test' },
    ]);
  });

  test('paths are relative to its folder, and come to the workspace root', () => {
    const media = {
      spec: '../specs/mine.json',
      windowsDeviceContract: 'contract.json',
      lock: './virtio-win.lock.json',
      source: '../../images/virtio-win.iso',
      certPath: 'certs',
    };
    expect(parse(media).project.media).toMatchObject([
      {
        spec: 'guests/specs/mine.json',
        windowsDeviceContract: 'guests/win7/contract.json',
        lock: 'guests/win7/virtio-win.lock.json',
        source: 'images/virtio-win.iso',
        certPath: 'guests/win7/certs',
      },
    ]);
  });

  test('it may stand at the workspace root', () => {
    const { project } = parse({ spec: 'mine.json' }, 'guest-media.json');
    expect(project).toMatchObject({ root: '.', media: [{ spec: 'mine.json' }] });
  });

  test('it may ask for drivers for Windows Setup', () => {
    expect(parse({ ...SPEC, setupDrivers: true }).project.media).toMatchObject([
      { setupDrivers: true },
    ]);
    expect(() => parse({ ...SPEC, setupDrivers: 'yes' })).toThrow(/"setupDrivers" /);
  });

  test.each([
    'https://example.org/virtio-win.iso',
    'file:///images/a.iso',
    '/images/a.iso',
    'D:/a.iso',
  ])('a source may be anywhere: %s', (source) => {
    expect(parse({ ...SPEC, source }).project.media).toMatchObject([{ source }]);
  });

  test.each([
    [{ ...SPEC, lock: '../../../lock.json' }, /guest-media\.json:1:\d+ .*out of the workspace/],
    [{ spec: 'a;b.json' }, /cannot be an input of Nx[^]*"guests\/win7\/a;b\.json"/],
    [{ spec: '$(x).json' }, /cannot be an input of Nx/],
    [{ spec: 'spec.yaml' }, /"spec" does not have the expected form/],
    [{ ...SPEC, signingPolicy: 'maybe' }, /write "test" or "production" or "none"/],
    [{ ...SPEC, contract: 'a' }, /the property "contract" is unknown/],
    [{}, /the property "spec" is missing/],
  ])('%j is refused', (media, message) => {
    expect(() => parse(media)).toThrow(message);
  });

  test('so is a name that cannot be that of a configuration', () => {
    const text = JSON.stringify({ media: { 'Win 7': SPEC } });
    expect(() => parseGuestMedia(text, 'guest-media.json')).toThrow(/lower-case letters/);
  });

  test('what its schema offers to an editor is what is shipped', () => {
    const schema = JSON.parse(
      readFileSync(join(__dirname, '../../../specs/schemas/guest-media.schema.json'), 'utf8'),
    ) as { $defs: { media: { properties: Record<string, { examples?: readonly string[] }> } } };
    const { spec, windowsDeviceContract } = schema.$defs.media.properties;
    expect(spec?.examples).toEqual(shippedNames('packaging'));
    expect(windowsDeviceContract?.examples).toEqual(shippedNames('contracts'));
  });

  test.each(shippedNames('packaging'))(
    'the spec %s is named as it is shipped, not as a file',
    (spec) => {
      expect(isShippedName(spec)).toBe(true);
      expect(parse({ spec }).project.media[0].spec).toBe(spec);
    },
  );
});
