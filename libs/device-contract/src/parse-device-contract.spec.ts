import { describe, expect, test } from '@jest/globals';
import { parseJson, type JsonValue } from '@aero-guest-tools/canonical-json';
import { InputError, type Diagnostic } from '@aero-guest-tools/diagnostics';
import type { DeviceContract } from './device-contract';
import { parseDeviceContract } from './parse-device-contract';

type Members = Record<string, JsonValue | undefined>;

/** A virtio block device that satisfies the rules. */
const BLK: Members = {
  device: 'virtio-blk',
  pci_vendor_id: '0x1AF4',
  pci_device_id: '0x1042',
  virtio_device_type: 2,
  hardware_id_patterns: [
    String.raw`PCI\VEN_1AF4&DEV_1042&REV_01`,
    String.raw`PCI\VEN_1AF4&DEV_1042`,
  ],
  driver_service_name: 'viostor',
  inf_name: 'viostor.inf',
};

/** A device to which the rules of virtio do not apply. */
const GPU: Members = {
  device: 'aero-gpu',
  pci_vendor_id: 'A3A0',
  pci_device_id: '1',
  hardware_id_patterns: [String.raw`PCI\VEN_A3A0&DEV_0001`],
  driver_service_name: 'aerogpu',
  inf_name: 'aerogpu_dx11.inf',
};

const CONTRACT: Members = {
  schema_version: 1,
  contract_name: 'a-contract',
  contract_version: '1.0.0',
  devices: [BLK as JsonValue, GPU as JsonValue],
};

/**
 * Parses a contract written with one member per line, so that positions are easy to predict. A
 * member that is `undefined` is left out.
 */
function parse(contract: unknown): DeviceContract {
  return parseDeviceContract(parseJson(JSON.stringify(contract, null, 1), 'contract.json'));
}

const withDevice = (...devices: readonly Members[]): Members => ({
  ...CONTRACT,
  devices: devices as JsonValue[],
});

function problemsOf(contract: unknown): readonly Diagnostic[] {
  try {
    parse(contract);
  } catch (error) {
    if (error instanceof InputError) return error.diagnostics;
    throw error;
  }
  return [];
}

describe('rules 6: schema_version, names and devices of a contract', () => {
  test('a contract is parsed', () => {
    expect(parse(CONTRACT)).toMatchObject({
      file: 'contract.json',
      schemaVersion: 1,
      contractName: 'a-contract',
      contractVersion: '1.0.0',
      devices: [
        {
          device: 'virtio-blk',
          pciVendorId: 0x1af4,
          pciDeviceId: 0x1042,
          virtioDeviceType: 2,
          driverServiceName: 'viostor',
          infName: 'viostor.inf',
        },
        { device: 'aero-gpu', pciVendorId: 0xa3a0, pciDeviceId: 1, virtioDeviceType: undefined },
      ],
    });
  });

  test.each([[0], [2], [1.5], ['1'], [null]])('schema_version is 1, not %j', (version) => {
    expect(problemsOf({ ...CONTRACT, schema_version: version })).toEqual([
      expect.objectContaining({
        pointer: '/schema_version',
        found: JSON.stringify(version),
        remedy: 'write 1',
      }),
    ]);
  });

  test.each(['contract_name', 'contract_version'])('%s is not blank', (name) => {
    for (const value of ['', '  ']) {
      expect(problemsOf({ ...CONTRACT, [name]: value })).toEqual([
        expect.objectContaining({ pointer: `/${name}`, found: JSON.stringify(value) }),
      ]);
    }
  });

  test('there is at least one device', () => {
    expect(problemsOf({ ...CONTRACT, devices: [] })).toEqual([
      expect.objectContaining({ pointer: '/devices', message: '"devices" is empty' }),
    ]);
  });

  test('device names are unique, whatever the case', () => {
    expect(problemsOf(withDevice(GPU, { ...GPU, device: 'Aero-GPU' }))).toEqual([
      expect.objectContaining({
        pointer: '/devices/1/device',
        message: 'two devices have the same name',
        found: '"Aero-GPU", as at /devices/0',
      }),
    ]);
  });
});

describe('rules 6: the properties of a device', () => {
  test.each([
    'device',
    'pci_vendor_id',
    'pci_device_id',
    'hardware_id_patterns',
    'driver_service_name',
    'inf_name',
  ])('%s is required', (name) => {
    expect(problemsOf(withDevice({ ...GPU, [name]: undefined }))).toEqual([
      expect.objectContaining({
        pointer: '/devices/0',
        message: `the property "${name}" is missing`,
        remedy: `add "${name}"`,
      }),
    ]);
  });

  test.each(['schema_version', 'contract_name', 'contract_version', 'devices'])(
    '%s is required',
    (name) => {
      expect(problemsOf({ ...CONTRACT, [name]: undefined })).toEqual([
        expect.objectContaining({ message: `the property "${name}" is missing` }),
      ]);
    },
  );

  test.each(['0xA3A0', '0Xa3a0', 'a3a0', 'A3A0'])('the id %s is 16-bit hex, 0x optional', (id) => {
    expect(parse(withDevice({ ...GPU, pci_vendor_id: id })).devices[0]?.pciVendorId).toBe(0xa3a0);
  });

  test.each(['pci_vendor_id', 'pci_device_id', 'pci_device_id_transitional'])(
    '%s is refused when it is not',
    (name) => {
      for (const id of ['', '0x', '0x1AF40', '1AFG', ' 1AF4', 'x1AF4', 41_984]) {
        expect(problemsOf(withDevice({ ...GPU, [name]: id }))).toEqual([
          expect.objectContaining({ pointer: `/devices/0/${name}`, found: JSON.stringify(id) }),
        ]);
      }
    },
  );

  test('virtio_device_type and pci_device_id_transitional are optional, and read', () => {
    const [device] = parse(withDevice({ ...BLK, pci_device_id_transitional: '0x1001' })).devices;
    expect(device).toMatchObject({ virtioDeviceType: 2, pciDeviceIdTransitional: 0x1001 });
    expect(parse(withDevice(BLK)).devices[0]?.pciDeviceIdTransitional).toBeUndefined();
  });

  test.each([0, 64, 2.5, '2'])('virtio_device_type is not %j', (type) => {
    expect(problemsOf(withDevice({ ...BLK, virtio_device_type: type }))).toEqual([
      expect.objectContaining({ pointer: '/devices/0/virtio_device_type' }),
    ]);
  });

  test.each(['a.INF', 'a b.inf'])('inf_name may be %s', (name) => {
    expect(parse(withDevice({ ...GPU, inf_name: name })).devices[0]?.infName).toBe(name);
  });

  test.each([
    'aerogpu',
    '.inf',
    'x86/a.inf',
    String.raw`x86\a.inf`,
    'a.inf.txt',
    'a\n.inf',
    'C:a.inf',
  ])('inf_name is a file name that ends in .inf, not %j', (name) => {
    expect(problemsOf(withDevice({ ...GPU, inf_name: name }))).toEqual([
      expect.objectContaining({ pointer: '/devices/0/inf_name', found: JSON.stringify(name) }),
    ]);
  });

  test('there is at least one pattern', () => {
    expect(problemsOf(withDevice({ ...GPU, hardware_id_patterns: [] }))).toEqual([
      expect.objectContaining({ pointer: '/devices/0/hardware_id_patterns' }),
    ]);
  });

  test.each(['virtio-gpu', 'Virtio-Gpu'])('%s begins with virtio- and needs a type', (name) => {
    expect(problemsOf(withDevice({ ...GPU, device: name }))).toEqual([
      expect.objectContaining({
        pointer: '/devices/0',
        message: 'the property "virtio_device_type" is missing',
        expected:
          '"virtio_device_type". A device whose name begins with virtio- has a virtio_device_type',
      }),
    ]);
  });

  test.each(['aero-virtio-input-tablet', 'virtio', 'virtioblk'])('%s does not need one', (name) => {
    expect(problemsOf(withDevice({ ...GPU, device: name }))).toEqual([]);
  });
});

describe("rules 6: each pattern holds PCI\\VEN_xxxx&DEV_xxxx with the device's own ids", () => {
  test.each([
    String.raw`PCI\VEN_A3A0&DEV_0001`,
    String.raw`pci\ven_a3a0&dev_0001&subsys_0001a3a0`,
    String.raw`PCI\VEN_A3A0&DEV_0001&REV_07`,
    String.raw`PCI\VEN_A3A0&DEV_0001&CC_030000`,
  ])('%s does', (pattern) => {
    expect(problemsOf(withDevice({ ...GPU, hardware_id_patterns: [pattern] }))).toEqual([]);
  });

  test.each([
    String.raw`PCI\VEN_A3A1&DEV_0001`,
    String.raw`PCI\VEN_A3A0&DEV_0002&SUBSYS_0001A3A0`,
    String.raw`PCI\VEN_A3A0&DEV_00011`,
    String.raw`PCI\VEN_A3A0`,
    String.raw`PCI\CC_0300`,
    String.raw`USB\VEN_A3A0&DEV_0001`,
    '',
  ])('%j does not', (pattern) => {
    const patterns = [String.raw`PCI\VEN_A3A0&DEV_0001`, pattern];
    expect(problemsOf(withDevice({ ...GPU, hardware_id_patterns: patterns }))).toEqual([
      expect.objectContaining({
        pointer: '/devices/0/hardware_id_patterns/1',
        message: 'a hardware ID pattern does not contain the IDs of its device',
        expected: String.raw`PCI\VEN_A3A0&DEV_0001, alone or followed by "&"`,
      }),
    ]);
  });
});

describe('rules 6: with a virtio_device_type', () => {
  test('the vendor is 0x1AF4', () => {
    const device = {
      ...BLK,
      pci_vendor_id: '0x1AF5',
      hardware_id_patterns: [String.raw`PCI\VEN_1AF5&DEV_1042&REV_01`],
    };
    expect(problemsOf(withDevice(device))).toEqual([
      expect.objectContaining({
        pointer: '/devices/0/pci_vendor_id',
        found: '"0x1AF5"',
        expected: '"0x1AF4"',
      }),
    ]);
  });

  test('the device id is 0x1040 and the type, whatever the name', () => {
    const device = { ...BLK, device: 'aero-blk', virtio_device_type: 25 };
    expect(problemsOf(withDevice(device))).toEqual([
      expect.objectContaining({
        pointer: '/devices/0/pci_device_id',
        found: '"0x1042"',
        expected: '"0x1059"',
      }),
    ]);
  });

  test('at least one pattern has &REV_01', () => {
    const patterns = [
      String.raw`PCI\VEN_1AF4&DEV_1042`,
      String.raw`PCI\VEN_1AF4&DEV_1042&SUBSYS_00021AF4`,
    ];
    expect(problemsOf(withDevice({ ...BLK, hardware_id_patterns: patterns }))).toEqual([
      expect.objectContaining({
        pointer: '/devices/0/hardware_id_patterns',
        expected: 'at least one pattern with &REV_01',
      }),
    ]);
  });

  test.each(['00', '02', '1', '011', ''])('no pattern has &REV_%s', (revision) => {
    const patterns = [
      String.raw`PCI\VEN_1AF4&DEV_1042&REV_01`,
      String.raw`PCI\VEN_1AF4&DEV_1042&rev_${revision}`,
    ];
    expect(problemsOf(withDevice({ ...BLK, hardware_id_patterns: patterns }))).toEqual([
      expect.objectContaining({
        pointer: '/devices/0/hardware_id_patterns/1',
        found: `&REV_${revision}`,
      }),
    ]);
  });

  test('without one, other ids and revisions are free', () => {
    const device = { ...GPU, hardware_id_patterns: [String.raw`PCI\VEN_A3A0&DEV_0001&REV_02`] };
    expect(problemsOf(withDevice(device))).toEqual([]);
  });
});

describe('rules 6: a value that batch would reinterpret is refused', () => {
  const reserved = [
    '"',
    '%',
    '!',
    '^',
    '\n',
    '\r',
    '\t',
    '\u0000',
    '\u007f',
    '\u00e9',
    '\u0085',
    '😀',
  ];

  test.each(reserved)('%j in a pattern', (character) => {
    const pattern = String.raw`PCI\VEN_A3A0&DEV_0001&SUBSYS_${character}`;
    expect(problemsOf(withDevice({ ...GPU, hardware_id_patterns: [pattern] }))).toEqual([
      expect.objectContaining({
        pointer: '/devices/0/hardware_id_patterns/0',
        message: 'a batch file would misinterpret a hardware ID pattern',
        found: `${JSON.stringify(character)} in ${JSON.stringify(pattern)}`,
      }),
    ]);
  });

  test.each(['*', '?'])(
    '%s in a pattern, which the list would expand to file names',
    (wildcard) => {
      const pattern = String.raw`PCI\VEN_A3A0&DEV_0001&SUBSYS_${wildcard}`;
      expect(problemsOf(withDevice({ ...GPU, hardware_id_patterns: [pattern] }))).toHaveLength(1);
    },
  );

  test.each(reserved)('%j in what the header shows', (character) => {
    for (const name of ['contract_name', 'contract_version']) {
      expect(problemsOf({ ...CONTRACT, [name]: `a${character}b` })).toEqual([
        expect.objectContaining({
          pointer: `/${name}`,
          message: `a batch file would misinterpret "${name}"`,
        }),
      ]);
    }
  });

  test.each([...reserved, ' ', '&', '|', '<', '(', '*', '/', '\\', ';'])(
    '%j in a service name',
    (character) => {
      expect(problemsOf(withDevice({ ...GPU, driver_service_name: `a${character}b` }))).toEqual([
        expect.objectContaining({ pointer: '/devices/0/driver_service_name' }),
      ]);
    },
  );

  test('letters, digits, "_", "-" and "." make a service name, but at least one of them', () => {
    expect(problemsOf(withDevice({ ...GPU, driver_service_name: 'Az09_-.' }))).toEqual([]);
    expect(problemsOf(withDevice({ ...GPU, driver_service_name: '' }))).toHaveLength(1);
  });
});

describe('rules 6: problems of a contract are reported as users need them', () => {
  test('unknown properties: at their name, with the name that was probably meant', () => {
    const contract = { ...withDevice({ ...GPU, inf_nmae: 'a.inf' }), comment: 'x' };
    expect(problemsOf(contract)).toEqual([
      expect.objectContaining({
        pointer: '/devices/0/inf_nmae',
        position: { line: 15, column: 4 },
        message: 'the property "inf_nmae" is unknown',
        remedy: 'write "inf_name" if that is what you mean',
      }),
      expect.objectContaining({
        pointer: '/comment',
        position: { line: 18, column: 2 },
        message: 'the property "comment" is unknown',
        found: '"comment"',
        remedy: 'remove it',
      }),
    ]);
  });

  test.each([
    [null, '', 'the document has the wrong type', 'write an object'],
    [{ ...CONTRACT, devices: {} }, '/devices', '"devices" has the wrong type', 'write an array'],
    [
      withDevice([] as never),
      '/devices/0',
      'an entry of "devices" has the wrong type',
      'write an object',
    ],
    [{ ...CONTRACT, $schema: 1 }, '/$schema', '"$schema" has the wrong type', 'write a string'],
  ])('a wrong type: %#', (contract, pointer, message, remedy) => {
    expect(problemsOf(contract)).toEqual([expect.objectContaining({ pointer, message, remedy })]);
  });

  test('all together, in the order of the file, each with its place and all that the user needs', () => {
    const problems = problemsOf({
      ...withDevice(
        { ...BLK, pci_vendor_id: '0x1AF5' },
        { ...GPU, inf_name: 7 },
        { ...GPU, device: 'VIRTIO-BLK', virtio_device_type: 70 },
        { ...GPU, device: 'Aero-GPU', hardware_id_patterns: ['%'] },
      ),
      contract_version: '',
      contract_name: '100%',
    });
    expect(problems.map(({ pointer }) => pointer)).toEqual([
      '/contract_name',
      '/contract_version',
      '/devices/0/pci_vendor_id',
      '/devices/0/hardware_id_patterns/0',
      '/devices/0/hardware_id_patterns/1',
      '/devices/1/inf_name',
      '/devices/2/virtio_device_type',
      '/devices/3/hardware_id_patterns/0',
    ]);
    for (const problem of problems) {
      expect(problem).toEqual({
        severity: 'error',
        id: expect.any(String),
        file: 'contract.json',
        pointer: expect.anything(),
        position: { line: expect.any(Number), column: expect.any(Number) },
        message: expect.stringMatching(/./),
        found: expect.stringMatching(/./),
        expected: expect.stringMatching(/^(?!undefined)/),
        remedy: expect.stringMatching(/./),
      });
    }
  });
});

describe('rules 9: the hash of a contract', () => {
  test('is the same for any formatting, order of properties, and $schema', () => {
    const { sha256, json } = parse(CONTRACT);
    const reordered = Object.fromEntries(Object.entries(CONTRACT).toReversed());
    expect(parse(reordered).sha256).toBe(sha256);
    expect(parse({ $schema: './elsewhere.json', ...CONTRACT })).toMatchObject({ sha256, json });
    expect(parseDeviceContract(parseJson(JSON.stringify(CONTRACT), 'contract.json')).sha256).toBe(
      sha256,
    );
  });

  test('changes with every value', () => {
    const { sha256 } = parse(CONTRACT);
    expect(parse({ ...CONTRACT, contract_version: '1.0.1' }).sha256).not.toBe(sha256);
    expect(parse(withDevice(GPU, BLK)).sha256).not.toBe(sha256);
  });
});
