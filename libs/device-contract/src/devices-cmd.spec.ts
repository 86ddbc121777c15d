import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { parseJson } from '@aero-guest-tools/canonical-json';
import { InputError } from '@aero-guest-tools/diagnostics';
import type { DeviceContract } from './device-contract';
import { devicesCmdVariables, generateDevicesCmd } from './devices-cmd';
import { parseDeviceContract } from './parse-device-contract';

const NAME = 'windows-device-contract-virtio-win.json';
const contract = parseDeviceContract(
  parseJson(readFileSync(require.resolve(`@aero-guest-tools/specs/contracts/${NAME}`)), NAME),
);

const without = (...names: readonly string[]): DeviceContract => ({
  ...contract,
  devices: contract.devices.filter(({ device }) => !names.includes(device)),
});

describe('rules 6: devices.cmd needs five devices', () => {
  test.each(['virtio-blk', 'virtio-net', 'virtio-snd', 'virtio-input', 'aero-gpu'])(
    '%s',
    (name) => {
      const refusal = new InputError({
        file: NAME,
        pointer: '/devices',
        id: 'contract.devices-missing',
        message: 'the contract lacks devices that devices.cmd needs',
        found: contract.devices
          .filter(({ device }) => device !== name)
          .map(({ device }) => `"${device}"`)
          .join(', '),
        expected: `also "${name}"`,
        remedy: 'add the missing devices',
      });
      expect(() => generateDevicesCmd(without(name), NAME)).toThrow(refusal);
      expect(() => devicesCmdVariables(without(name))).toThrow(refusal);
    },
  );

  test('all that are missing are named together', () => {
    expect(() => generateDevicesCmd(without('virtio-blk', 'aero-gpu'), NAME)).toThrow(
      'also "virtio-blk", "aero-gpu"',
    );
  });

  test('others are not needed, and the case of a name does not matter', () => {
    const devices = without('aero-virtio-input-tablet').devices.map((device) => ({
      ...device,
      device: device.device.toUpperCase(),
    }));
    expect(generateDevicesCmd({ ...contract, devices }, NAME)).toBe(
      generateDevicesCmd(contract, NAME),
    );
  });
});

describe('rules 6: the form of devices.cmd', () => {
  const text = generateDevicesCmd(contract, NAME);

  test('lines end with CR LF, the last one too', () => {
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect(text).toMatch(/[^\r]\r\n$/);
  });

  test('it is ASCII', () => {
    expect(text).toMatch(/^[\r\n\x20-\x7e]*$/);
  });

  test('the header says that it is generated, from which contract, schema and version', () => {
    const other = { ...contract, contractName: 'other', contractVersion: '2.5' };
    const lines = generateDevicesCmd(other, 'other.json').split('\r\n');
    expect(lines.slice(1, 5)).toEqual([
      'rem Generated from other.json. Do not edit: change the contract and package again.',
      'rem Contract: other',
      'rem Contract version: 2.5',
      'rem Schema version: 1',
    ]);
  });

  test.each(['%', '!', '^', '"', '\n', '\u00e9'])(
    'a contract file with %j in its name is refused',
    (character) => {
      expect(() => generateDevicesCmd(contract, `a${character}.json`)).toThrow(
        'a batch file would misinterpret the name of the contract file',
      );
    },
  );
});

describe('rules 6: the variables of devices.cmd', () => {
  const variables = devicesCmdVariables(contract);

  test('in the order of the file', () => {
    expect([...variables.keys()]).toEqual([
      'AERO_VIRTIO_BLK_SERVICE',
      'AERO_VIRTIO_BLK_SYS',
      'AERO_VIRTIO_BLK_HWIDS',
      'AERO_VIRTIO_NET_SERVICE',
      'AERO_VIRTIO_NET_HWIDS',
      'AERO_VIRTIO_INPUT_SERVICE',
      'AERO_VIRTIO_INPUT_HWIDS',
      'AERO_VIRTIO_SND_SERVICE',
      'AERO_VIRTIO_SND_SYS',
      'AERO_VIRTIO_SND_HWIDS',
      'AERO_GPU_SERVICE',
      'AERO_GPU_HWIDS',
    ]);
  });

  test('a service is one token, a list keeps the contract order, a SYS is empty', () => {
    expect(variables.get('AERO_VIRTIO_INPUT_SERVICE')).toEqual(['VirtioInput']);
    expect(variables.get('AERO_VIRTIO_SND_SYS')).toEqual([]);
    expect(variables.get('AERO_GPU_HWIDS')).toEqual([
      String.raw`PCI\VEN_A3A0&DEV_0001&SUBSYS_0001A3A0`,
      String.raw`PCI\VEN_A3A0&DEV_0001`,
    ]);
  });

  const wine = spawnSync('wine', ['--version']);
  const skipped = wine.status === 0 ? '' : ' (skipped: wine is not installed)';
  (skipped === '' ? test : test.skip)(
    `a command interpreter reads them back, each token by itself${skipped}`,
    () => {
      const directory = mkdtempSync(path.join(tmpdir(), 'devices-cmd-'));
      const env = {
        PATH: process.env['PATH'],
        WINEPREFIX: path.join(directory, 'prefix'),
        WINEDEBUG: '-all',
        // Without these, a new prefix asks whether to install Mono and Gecko.
        WINEDLLOVERRIDES: 'mscoree,mshtml=',
      };
      try {
        writeFileSync(path.join(directory, 'devices.cmd'), generateDevicesCmd(contract, NAME));
        writeFileSync(path.join(directory, 'show.cmd'), showScript([...variables.keys()]));
        const { stdout } = spawnSync('wine', ['cmd', '/c', 'show.cmd'], {
          cwd: directory,
          encoding: 'latin1',
          env,
          timeout: 110_000,
        });
        expect(stdout.split('\r\n').filter((line) => line.startsWith('AERO_'))).toEqual(
          [...variables].flatMap(([name, values]) => values.map((value) => `${name}=[${value}]`)),
        );
      } finally {
        // The server of the prefix outlives the command, and would write to the prefix again.
        spawnSync('wineserver', ['-k'], { env });
        rmSync(directory, { recursive: true, force: true });
      }
    },
    120_000,
  );
});

/** Calls `devices.cmd`, as the scripts on the media do, and shows each token of each variable. */
function showScript(names: readonly string[]): string {
  const lines = [
    '@echo off',
    'set "AERO_VIRTIO_BLK_SYS=inherited"',
    'call devices.cmd',
    ...names.map((name) => `for %%i in (%${name}%) do echo ${name}=[%%~i]`),
  ];
  return lines.map((line) => `${line}\r\n`).join('');
}
