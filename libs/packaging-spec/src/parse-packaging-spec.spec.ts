import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseJson } from '@aero-guest-tools/canonical-json';
import { InputError, type Diagnostic } from '@aero-guest-tools/diagnostics';
import { describe, expect, test } from '@jest/globals';
import type { DriverSpec, PackagingSpec } from './packaging-spec';
import { parsePackagingSpec } from './parse-packaging-spec';

function parse(source: string | Uint8Array): PackagingSpec {
  return parsePackagingSpec(parseJson(source, 'spec.json'));
}

function parseValue(value: unknown): PackagingSpec {
  return parse(JSON.stringify(value));
}

function problems(source: string): readonly Diagnostic[] {
  try {
    parse(source);
  } catch (error) {
    if (error instanceof InputError) return error.diagnostics;
    throw error;
  }
  return [];
}

/** The problem of a spec with one driver: `viostor`, with these `properties` replaced. */
function driverProblem(properties: object): Diagnostic | undefined {
  const spec = { drivers: [{ name: 'viostor', required: true, ...properties }] };
  const found = problems(JSON.stringify(spec));
  expect(found.length).toBeLessThan(2);
  return found[0];
}

function legacy(drivers: readonly object[], requiredDrivers: readonly object[]): PackagingSpec {
  return parseValue({ drivers, required_drivers: requiredDrivers });
}

describe('rules 1: a packaging spec is read', () => {
  test('with every property', () => {
    const spec = parseValue({
      $schema: '../schemas/packaging-spec.schema.json',
      drivers: [
        {
          name: 'viostor',
          required: true,
          expected_hardware_ids: ['PCI\\\\VEN_1AF4&DEV_1042'],
          expected_hardware_ids_from_devices_cmd_var: 'AERO_VIRTIO_BLK_HWIDS',
          expected_inf_files: ['viostor.inf'],
          expected_add_services: ['viostor'],
          expected_add_services_from_devices_cmd_var: 'AERO_VIRTIO_BLK_SERVICE',
          allow_extensions: ['.PDB', 'map'],
          allow_path_regexes: ['^docs/'],
        },
      ],
      require_optional_drivers_on_all_arches: true,
      fail_on_unlisted_driver_dirs: true,
    });
    const [driver] = spec.drivers;
    expect(driver).toMatchObject({
      name: 'viostor',
      required: true,
      expectedHardwareIds: [{ source: 'PCI\\\\VEN_1AF4&DEV_1042' }],
      expectedHardwareIdsFromDevicesCmdVar: {
        variable: 'AERO_VIRTIO_BLK_HWIDS',
        pointer: '/drivers/0/expected_hardware_ids_from_devices_cmd_var',
      },
      expectedInfFiles: ['viostor.inf'],
      expectedAddServices: ['viostor'],
      expectedAddServicesFromDevicesCmdVar: {
        variable: 'AERO_VIRTIO_BLK_SERVICE',
        pointer: '/drivers/0/expected_add_services_from_devices_cmd_var',
      },
      allow: { extensions: ['pdb', 'map'], pathRegexes: [{ source: '^docs/' }] },
    });
    expect(driver?.expectedHardwareIds[0]?.matches('%A% = B, pci\\ven_1af4&dev_1042')).toBe(true);
    expect(spec.requireOptionalDriversOnAllArches).toBe(true);
    expect(spec.failOnUnlistedDriverDirs).toBe(true);
  });

  test('with defaults: no checks, nothing allowed, and both switches off', () => {
    expect(parseValue({ drivers: [{ name: 'viostor', required: false }] })).toMatchObject({
      drivers: [
        {
          required: false,
          expectedHardwareIds: [],
          expectedInfFiles: [],
          expectedAddServices: [],
          allow: { extensions: [], pathRegexes: [] },
        },
      ],
      requireOptionalDriversOnAllArches: false,
      failOnUnlistedDriverDirs: false,
    });
  });

  test('with a byte order mark', () => {
    const bytes = Buffer.from('\uFEFF{"drivers":[{"name":"a","required":true}]}');
    expect(parse(bytes).drivers).toHaveLength(1);
  });

  test('without regard to $schema, to the order of keys and to white space', () => {
    const spec = parse('{"drivers":[{"name":"a","required":true}]}');
    const reformatted = parse(
      '{ "drivers": [ { "required": true,\n"name": "a" } ], "$schema": "x.json" }',
    );
    expect(reformatted.sha256).toBe(spec.sha256);
    expect(reformatted.json).toEqual({ drivers: [{ name: 'a', required: true }] });
    // printf '{"drivers":[{"name":"a","required":true}]}' | sha256sum
    expect(spec.sha256).toBe('02c65078ab44b882c65d1dd4aca1611fea4d917cde2baeb929ccdb7632e37245');
    expect(parse('{"drivers":[{"name":"b","required":true}]}').sha256).not.toBe(spec.sha256);
  });
});

describe('rules 1: unknown properties, duplicate keys and wrong types', () => {
  test('all of them are reported together, in the order in which they stand, with their places', () => {
    const text = [
      '{',
      '  "drivers": [',
      '    { "name": "viostor", "required": "yes", "expected_inf_file": [] }',
      '  ],',
      '  "fail_on_unlisted_driver_dirs": 1',
      '}',
    ].join('\n');
    expect(problems(text)).toEqual([
      expect.objectContaining({
        file: 'spec.json',
        position: { line: 3, column: 38 },
        pointer: '/drivers/0/required',
        message: '"required" has the wrong type',
        found: '"yes"',
        expected: 'a boolean: Whether the build fails if the driver is missing',
        remedy: 'write a boolean',
      }),
      expect.objectContaining({
        file: 'spec.json',
        position: { line: 3, column: 45 },
        pointer: '/drivers/0/expected_inf_file',
        message: 'the property "expected_inf_file" is unknown',
        remedy: 'write "expected_inf_files" if that is what you mean',
      }),
      expect.objectContaining({
        file: 'spec.json',
        position: { line: 5, column: 35 },
        pointer: '/fail_on_unlisted_driver_dirs',
        message: '"fail_on_unlisted_driver_dirs" has the wrong type',
        found: '1',
        expected:
          'a boolean: Whether a driver directory that this spec does not list is an error. Default: it is left out, with a warning',
        remedy: 'write a boolean',
      }),
    ]);
  });

  test.each([
    ['expected_hardwareIds', 'expected_hardware_ids'],
    ['ExpectedAddServices', 'expected_add_services'],
    ['allow_extension', 'allow_extensions'],
    ['ALLOW-EXTENSIONS', 'allow_extensions'],
    ['allow_path_regex', 'allow_path_regexes'],
  ])('the near miss %s suggests %s', (name, suggestion) => {
    expect(driverProblem({ [name]: [] })?.remedy).toBe(
      `write "${suggestion}" if that is what you mean`,
    );
  });

  test('a property that is like none has to go', () => {
    expect(driverProblem({ comment: '' })).toMatchObject({
      message: 'the property "comment" is unknown',
      found: '"comment"',
      remedy: 'remove it',
    });
  });

  test('a legacy entry has no other properties than the three', () => {
    const text = '{"required_drivers":[{"name":"a","expected_inf_files":[]}]}';
    expect(problems(text)).toMatchObject([{ pointer: '/required_drivers/0/expected_inf_files' }]);
  });

  test('duplicate keys', () => {
    expect(problems('{\n"drivers": [],\n"drivers": []\n}')).toMatchObject([
      { file: 'spec.json', position: { line: 3, column: 1 } },
    ]);
  });

  test.each<[object, string, string]>([
    [
      { name: 7 },
      '"name" has the wrong type',
      'a string: The driver\'s directory below x86/ and amd64/. Unique, whatever the case. "aero-gpu" means "aerogpu"',
    ],
    [
      { expected_hardware_ids: 'PCI' },
      '"expected_hardware_ids" has the wrong type',
      "an array: Regular expressions (RE2 syntax, case does not matter). Each must match a line in one of the driver's INF files",
    ],
    [
      { expected_inf_files: [1] },
      'an entry of "expected_inf_files" has the wrong type',
      'a string: a file name that ends in .inf, without a directory',
    ],
    [
      { expected_add_services_from_devices_cmd_var: null },
      '"expected_add_services_from_devices_cmd_var" has the wrong type',
      'a string: the name of a variable of config/devices.cmd, such as "AERO_VIRTIO_BLK_HWIDS"',
    ],
  ])('%j has a value of the wrong type', (properties, message, expected) => {
    expect(driverProblem(properties)).toMatchObject({ message, expected });
  });

  test('a spec that is not an object', () => {
    expect(problems('[]')).toMatchObject([
      {
        message: 'the document has the wrong type',
        found: '[]',
        expected:
          'an object: Which drivers go onto the Aero Guest Tools media, and what their INF files must contain',
        remedy: 'write an object',
      },
    ]);
  });

  test.each(['name', 'required'])('a driver without %s', (name) => {
    const driver = Object.entries({ name: 'a', required: true }).filter(([key]) => key !== name);
    const text = JSON.stringify({ drivers: [Object.fromEntries(driver)] });
    expect(problems(text)).toMatchObject([
      { pointer: '/drivers/0', message: `the property "${name}" is missing` },
    ]);
  });

  test('long values are cut where they are shown', () => {
    expect(driverProblem({ required: 'x'.repeat(1000) })?.found?.length).toBeLessThan(100);
  });
});

describe('rules 1: a spec that is wrong in very many places', () => {
  // Quadratic work would take minutes for each of these.
  const MANY = 80_000;

  test.each([
    ['numbers for drivers', { drivers: Array.from({ length: MANY }, () => 1) }],
    ['drivers without a name', { drivers: Array.from({ length: MANY / 2 }, () => ({})) }],
    [
      'drivers of one name',
      { drivers: Array.from({ length: MANY }, () => ({ name: 'a', required: true })) },
    ],
    [
      'numbers for patterns',
      {
        drivers: [
          {
            name: 'a',
            required: true,
            expected_hardware_ids: Array.from({ length: MANY }, () => 1),
          },
        ],
      },
    ],
    [
      'unknown properties',
      { drivers: [], ...Object.fromEntries(Array.from({ length: MANY }, (_, i) => [`k${i}`, 1])) },
    ],
  ])('is refused with a thousand problems, and their number: %s', (_, spec) => {
    const found = problems(JSON.stringify(spec));
    expect(found.length).toBeGreaterThan(1000);
    expect(found.length).toBeLessThan(1010);
    expect(found).toContainEqual(
      expect.objectContaining({
        message: 'there are too many problems to list them all',
        found: expect.stringMatching(/^(?:80000|79999) problems$/),
      }),
    );
  });
});

describe('rules 1: values', () => {
  test.each([
    ['expected_hardware_ids', '[', 'missing closing ]: ['],
    ['expected_hardware_ids', '(?=PCI)', 'invalid or unsupported Perl syntax: (?='],
    ['allow_path_regexes', '(a)\\1', 'invalid escape sequence: \\1'],
  ])('%s does not take the expression %s', (property, source, reason) => {
    expect(driverProblem({ [property]: [source] })).toMatchObject({
      pointer: `/drivers/0/${property}/0`,
      message: `an entry of "${property}" is not a regular expression`,
      found: `${JSON.stringify(source)} (${reason})`,
    });
  });

  test('an empty expression, which would match anything', () => {
    expect(driverProblem({ expected_hardware_ids: [''] })).toMatchObject({
      pointer: '/drivers/0/expected_hardware_ids/0',
      expected: 'a regular expression in RE2 syntax, not empty',
    });
  });

  test.each(['viostor', 'viostor.sys', 'x86/viostor.inf', 'x86\\viostor.inf', '.inf'])(
    'expected_inf_files does not take %s',
    (name) => {
      expect(driverProblem({ expected_inf_files: [name] })).toMatchObject({
        pointer: '/drivers/0/expected_inf_files/0',
        found: JSON.stringify(name),
        expected: 'a file name that ends in .inf, without a directory',
      });
    },
  );

  test.each(['tar.gz', '', 'a/b', 'p db'])('allow_extensions does not take "%s"', (extension) => {
    expect(driverProblem({ allow_extensions: [extension] })?.pointer).toBe(
      '/drivers/0/allow_extensions/0',
    );
  });

  test('a variable is named without percent signs', () => {
    const property = 'expected_hardware_ids_from_devices_cmd_var';
    expect(driverProblem({ [property]: '%AERO_GPU_HWIDS%' })?.pointer).toBe(
      `/drivers/0/${property}`,
    );
  });

  test('an empty service name', () => {
    expect(driverProblem({ expected_add_services: [' '] })?.pointer).toBe(
      '/drivers/0/expected_add_services/0',
    );
  });
});

describe('rules 1: names of drivers', () => {
  test.each(['{}', '{"drivers":[]}', '{"drivers":[],"required_drivers":[]}'])(
    '%s lists no driver',
    (text) => {
      expect(problems(text)).toMatchObject([
        { pointer: '/drivers', message: 'the spec lists no driver' },
      ]);
    },
  );

  test.each([
    [' viostor', 'a name without white space at its beginning'],
    ['viostor\t', 'a name without white space at its end'],
    ['', 'a name that is not empty'],
    ['.', 'the name of a directory, not . or ..'],
    ['..', 'the name of a directory, not . or ..'],
    ['virtio/blk', 'a name without / and \\'],
    ['virtio\\blk', 'a name without / and \\'],
  ])('"%s" is refused', (name, expected) => {
    expect(driverProblem({ name })).toMatchObject({
      pointer: '/drivers/0/name',
      found: JSON.stringify(name),
      expected,
    });
  });

  test('are unique, whatever the case', () => {
    const text =
      '{"drivers":[{"name":"NetKVM","required":true},{"name":"netkvm","required":false}]}';
    expect(problems(text)).toMatchObject([
      {
        pointer: '/drivers/1/name',
        message: 'the driver "netkvm" is listed twice',
        found: '"netkvm", and the same at /drivers/0/name',
      },
    ]);
    expect(problems('{"required_drivers":[{"name":"a"},{"name":"A"}]}')).toMatchObject([
      { pointer: '/required_drivers/1/name' },
    ]);
  });

  test('aero-gpu means aerogpu, so that both are one name', () => {
    expect(parseValue({ drivers: [{ name: 'Aero-GPU', required: true }] }).drivers).toMatchObject([
      { name: 'aerogpu' },
    ]);
    const text =
      '{"drivers":[{"name":"aerogpu","required":true},{"name":"aero-gpu","required":true}]}';
    expect(problems(text)).toMatchObject([{ pointer: '/drivers/1/name' }]);
  });

  test('are reported together with what else is wrong', () => {
    const text = '{"drivers":[{"name":"a","required":1},{"name":"A","required":true}]}';
    expect(problems(text)).toMatchObject([
      { pointer: '/drivers/0/required' },
      { pointer: '/drivers/1/name' },
    ]);
  });
});

describe('rules 1: legacy required_drivers', () => {
  test('load alone', () => {
    const spec = parseValue({
      required_drivers: [
        {
          name: 'viostor',
          expected_hardware_ids: ['1042'],
          expected_hardware_ids_from_devices_cmd_var: 'AERO_VIRTIO_BLK_HWIDS',
        },
      ],
    });
    expect(spec.drivers).toMatchObject([
      {
        name: 'viostor',
        required: true,
        expectedHardwareIds: [{ source: '1042' }],
        expectedHardwareIdsFromDevicesCmdVar: {
          variable: 'AERO_VIRTIO_BLK_HWIDS',
          pointer: '/required_drivers/0/expected_hardware_ids_from_devices_cmd_var',
        },
      },
    ]);
  });

  test('come after drivers', () => {
    const spec = legacy([{ name: 'z', required: false }], [{ name: 'm' }, { name: 'a' }]);
    expect(spec.drivers.map(({ name }) => name)).toEqual(['z', 'm', 'a']);
  });

  test('make an entry of the same name required, and unite the patterns', () => {
    const spec = legacy(
      [{ name: 'NetKVM', required: false, expected_hardware_ids: ['b', 'a'] }],
      [{ name: 'netkvm', expected_hardware_ids: ['a', 'c'] }],
    );
    expect(spec.drivers).toMatchObject([
      {
        name: 'NetKVM',
        required: true,
        expectedHardwareIds: [{ source: 'b' }, { source: 'a' }, { source: 'c' }],
      },
    ]);
  });

  test('aero-gpu merges into aerogpu', () => {
    expect(legacy([{ name: 'aerogpu', required: false }], [{ name: 'aero-gpu' }]).drivers).toEqual([
      expect.objectContaining({ name: 'aerogpu', required: true }),
    ]);
  });

  test('set a variable that is not set, and leave one that is', () => {
    const variable = 'expected_hardware_ids_from_devices_cmd_var';
    const entry = { name: 'a', [variable]: 'LEGACY' };
    const unset = legacy([{ name: 'a', required: true }], [entry]).drivers[0];
    expect(unset?.expectedHardwareIdsFromDevicesCmdVar?.variable).toBe('LEGACY');
    const set = legacy([{ name: 'a', required: true, [variable]: 'OWN' }], [entry]).drivers[0];
    expect(set?.expectedHardwareIdsFromDevicesCmdVar?.variable).toBe('OWN');
  });
});

describe('rules 7: the specs that ship', () => {
  const directory = join(
    dirname(require.resolve('@aero-guest-tools/specs/package.json')),
    'packaging',
  );

  /** Name, presence, INF files, services and hardware IDs of a driver; `$` marks a variable. */
  function summary(driver: DriverSpec): string {
    const services = driver.expectedAddServicesFromDevicesCmdVar?.variable;
    const hardwareIds = driver.expectedHardwareIdsFromDevicesCmdVar?.variable;
    return [
      `${driver.name} ${driver.required ? 'required' : 'optional'}`,
      driver.expectedInfFiles.join(' '),
      [...driver.expectedAddServices, ...(services ? [`$${services}`] : [])].join(' '),
      [
        ...driver.expectedHardwareIds.map(({ source }) => source),
        ...(hardwareIds ? [`$${hardwareIds}`] : []),
      ].join(' '),
    ].join(' | ');
  }

  const VIRTIO_WIN = [
    'viostor required | viostor.inf | viostor | PCI\\\\VEN_1AF4&DEV_1042',
    'netkvm required | netkvm.inf | netkvm | PCI\\\\VEN_1AF4&DEV_1041',
  ];
  const AEROGPU = 'aerogpu required | aerogpu_dx11.inf | $AERO_GPU_SERVICE | $AERO_GPU_HWIDS';
  const AERO_INPUT_AND_SOUND = [
    'virtio-input required | aero_virtio_input.inf aero_virtio_tablet.inf | $AERO_VIRTIO_INPUT_SERVICE | $AERO_VIRTIO_INPUT_HWIDS',
    'virtio-snd optional | aero_virtio_snd.inf | $AERO_VIRTIO_SND_SERVICE | $AERO_VIRTIO_SND_HWIDS',
  ];
  const SPECS: ReadonlyMap<string, readonly string[]> = new Map([
    ['win7-virtio-win', VIRTIO_WIN],
    [
      'win7-virtio-full',
      [
        ...VIRTIO_WIN,
        'vioinput optional | vioinput.inf | VirtioInput viohidkmdf | PCI\\\\VEN_1AF4&DEV_1052',
        'viosnd optional | viosnd.inf | viosnd | PCI\\\\VEN_1AF4&DEV_1059',
      ],
    ],
    [
      'win7-aero-guest-tools',
      [
        AEROGPU,
        'virtio-blk required | aero_virtio_blk.inf | $AERO_VIRTIO_BLK_SERVICE | PCI\\\\VEN_1AF4&DEV_1042',
        'virtio-net required | aero_virtio_net.inf | $AERO_VIRTIO_NET_SERVICE | PCI\\\\VEN_1AF4&DEV_1041',
        ...AERO_INPUT_AND_SOUND,
      ],
    ],
    [
      'win7-signed',
      [
        AEROGPU,
        'virtio-blk required | aero_virtio_blk.inf | $AERO_VIRTIO_BLK_SERVICE | $AERO_VIRTIO_BLK_HWIDS',
        'virtio-net required | aero_virtio_net.inf | $AERO_VIRTIO_NET_SERVICE | $AERO_VIRTIO_NET_HWIDS',
        ...AERO_INPUT_AND_SOUND,
      ],
    ],
    ['win7-aerogpu-only', [AEROGPU]],
    [
      'win7-aero-virtio',
      [
        'aero_virtio_blk required |  |  | PCI\\\\VEN_1AF4&DEV_1042 PCI\\\\VEN_1AF4&DEV_1042&REV_01',
        'aero_virtio_net required |  |  | PCI\\\\VEN_1AF4&DEV_1041 PCI\\\\VEN_1AF4&DEV_1041&REV_01',
      ],
    ],
  ]);

  test('for Windows 7 are these', () => {
    expect(
      readdirSync(directory)
        .filter((name) => name.startsWith('win7-'))
        .toSorted(),
    ).toEqual([...SPECS.keys()].map((name) => `${name}.json`).toSorted());
  });

  test.each([...SPECS])('%s', (name, drivers) => {
    const spec = parse(readFileSync(join(directory, `${name}.json`)));
    expect(spec.drivers.map((driver) => summary(driver))).toEqual(drivers);
    expect(spec.requireOptionalDriversOnAllArches).toBe(true);
    expect(spec.failOnUnlistedDriverDirs).toBe(false);
  });
});
