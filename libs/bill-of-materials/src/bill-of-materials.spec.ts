import { JsonStrictValidator } from '@cyclonedx/cyclonedx-library/Validation';
import { Version } from '@cyclonedx/cyclonedx-library/Spec';
import { describe, expect, test } from '@jest/globals';
import { billOfMaterials } from './bill-of-materials';
import { description, SHA256 } from '@aero-guest-tools/media-description/description.fixture';

interface ParsedComponent {
  readonly type: string;
  readonly name: string;
  readonly 'bom-ref': string;
  readonly licenses?: readonly { readonly license: unknown }[];
  readonly components?: readonly ParsedComponent[];
}

interface ParsedBom {
  readonly serialNumber: string;
  readonly metadata: Readonly<Record<string, unknown>>;
  readonly components: readonly ParsedComponent[];
  readonly dependencies: unknown;
}

const parsed = (media = description()): ParsedBom =>
  JSON.parse(billOfMaterials(media)) as ParsedBom;

describe('the bill of materials', () => {
  const strange = '\u0000"\u202e<&>\ud800 \\';
  test.each([
    ['usual media', description()],
    ['media without a source', description({ source: undefined, licences: [] })],
    ['empty media', description({ drivers: [], outputs: [], licences: [] })],
    [
      'a time beyond the year 9999',
      description({
        manifest: {
          ...description().manifest,
          package: {
            ...description().manifest.package,
            source_date_epoch: Number.MAX_SAFE_INTEGER,
          },
        },
      }),
    ],
    [
      'strange names, and a licence that is not UTF-8',
      description({
        drivers: description().drivers.map((driver) => ({
          ...driver,
          name: strange,
          provider: strange,
          services: [strange],
          devices: [{ name: strange, inf: strange, hardwareIds: [] }],
        })),
        licences: [{ path: `licenses/${strange}`, contents: Buffer.from([0xff, 0xfe, 0]) }],
      }),
    ],
  ])('is valid by the official schema of CycloneDX 1.6: %s', async (_, media) => {
    const validator = new JsonStrictValidator(Version.v1dot6);
    expect(await validator.validate(billOfMaterials(media))).toBeNull();
  });

  test('is the same for the same media, and has a serial number of its own for others', () => {
    expect(billOfMaterials(description())).toBe(billOfMaterials(description()));
    const other = description({ outputs: [{ name: 'a.iso', size: 1, sha256: SHA256 }] });
    expect(parsed(other).serialNumber).not.toBe(parsed().serialNumber);
    expect(parsed().serialNumber).toMatch(/^urn:uuid:[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-[89ab]/);
  });

  test('tells the tool, and the time of the files', () => {
    expect(parsed().metadata).toMatchObject({
      timestamp: '2023-11-14T22:13:20.000Z',
      tools: { components: [{ name: 'aero-guest-tools-packaging', version: '0.0.0' }] },
      component: { name: 'aero-guest-tools', version: '1.2.3' },
    });
  });

  test('has drivers as components: supplier, version, licence, and files with their hashes', () => {
    const driver = parsed().components.find(({ type }) => type === 'device-driver');
    expect(driver).toMatchObject({
      name: 'viostor',
      group: 'amd64',
      version: '61.77.104.17200',
      supplier: { name: 'Red Hat, Inc.' },
      licenses: [{ license: { name: 'license.txt', acknowledgement: 'declared' } }],
      components: [
        { type: 'file', name: 'viostor.inf', hashes: [{ alg: 'SHA-256', content: SHA256 }] },
        { type: 'file', name: 'viostor.sys', hashes: [{ alg: 'SHA-256', content: SHA256 }] },
      ],
    });
    expect(parsed().dependencies).toContainEqual({
      ref: 'media',
      dependsOn: ['driver/amd64/viostor'],
    });
  });

  test('has every other file of the media, and the source with the text of its licence', () => {
    const others = parsed().components.filter(({ type }) => type !== 'device-driver');
    expect(others.map(({ 'bom-ref': reference }) => reference)).toEqual([
      'file/setup.cmd',
      'source',
    ]);
    expect(others[1]?.licenses?.[0]?.license).toMatchObject({
      text: { content: 'Free.\n', contentType: 'text/plain' },
    });
  });
});
