import { formatList, InputError } from '@aero-guest-tools/diagnostics';
import { batchReserved } from './batch-text';
import type { ContractDevice, DeviceContract } from './device-contract';

type VariableKind = 'SERVICE' | 'SYS' | 'HWIDS';

/** The variables of `devices.cmd`, in order. (Packager rules, 6. Device contract.) */
const VARIABLES: readonly {
  readonly device: string;
  readonly prefix: string;
  readonly kinds: readonly VariableKind[];
}[] = [
  { device: 'virtio-blk', prefix: 'AERO_VIRTIO_BLK', kinds: ['SERVICE', 'SYS', 'HWIDS'] },
  { device: 'virtio-net', prefix: 'AERO_VIRTIO_NET', kinds: ['SERVICE', 'HWIDS'] },
  { device: 'virtio-input', prefix: 'AERO_VIRTIO_INPUT', kinds: ['SERVICE', 'HWIDS'] },
  { device: 'virtio-snd', prefix: 'AERO_VIRTIO_SND', kinds: ['SERVICE', 'SYS', 'HWIDS'] },
  { device: 'aero-gpu', prefix: 'AERO_GPU', kinds: ['SERVICE', 'HWIDS'] },
];

/**
 * Other devices have variables if their names match this: `virtio-scsi` has those of
 * `AERO_VIRTIO_SCSI`.
 */
const OTHER_DEVICE = /^virtio-[a-z0-9]+(?:-[a-z0-9]+)*$/i;

/**
 * The services that setup configures to start at boot, if a contract marks devices as
 * boot-critical.
 */
const BOOT_CRITICAL_SERVICES = 'AERO_BOOT_CRITICAL_SERVICES';

interface Variable {
  readonly name: string;
  readonly kind: VariableKind | 'SERVICES';
  readonly values: readonly string[];
}

/**
 * The variables that `devices.cmd` sets, by name, in the file's order. A `..._HWIDS` variable has
 * its hardware ids in contract order, a `..._SERVICE` variable its service, and a `..._SYS`
 * variable no values. Each other device that is named `virtio-<kind>` has the two of
 * `AERO_VIRTIO_<KIND>`. A contract that marks devices as boot-critical has their services in
 * `AERO_BOOT_CRITICAL_SERVICES`.
 *
 * @throws InputError if the contract lacks a device that `devices.cmd` needs.
 */
export function devicesCmdVariables(
  contract: DeviceContract,
): ReadonlyMap<string, readonly string[]> {
  return new Map(variables(contract).map(({ name, values }) => [name, values]));
}

/**
 * The batch file that tells the scripts on the media which services and hardware ids the drivers
 * have. (Packager rules, 6. Device contract.) ASCII, lines end with CR LF.
 *
 * @param contractFile The base name of the contract's file, for the header.
 * @throws InputError if the contract lacks a device that `devices.cmd` needs, or if a batch file
 *   would reinterpret the name of the contract's file.
 */
export function generateDevicesCmd(contract: DeviceContract, contractFile: string): string {
  const reserved = batchReserved(contractFile);
  if (reserved !== undefined) {
    throw new InputError({
      file: contract.file,
      id: 'contract.file-name-not-for-batch',
      message: 'a batch file would misinterpret the name of the contract file',
      found: `${JSON.stringify(reserved)} in ${JSON.stringify(contractFile)}`,
      expected: 'printable ASCII characters, none of them " % ! ^',
      remedy: 'rename the file',
    });
  }
  const lines = [
    '@echo off',
    `rem Generated from ${contractFile}. Do not edit: change the contract and package again.`,
    `rem Contract: ${contract.contractName}`,
    `rem Contract version: ${contract.contractVersion}`,
    `rem Schema version: ${String(contract.schemaVersion)}`,
    ...variables(contract).map((variable) => setCommand(variable)),
  ];
  return lines.map((line) => `${line}\r\n`).join('');
}

function variables(contract: DeviceContract): readonly Variable[] {
  const devices = new Map(contract.devices.map((item) => [item.device.toLowerCase(), item]));
  const missing = VARIABLES.map(({ device }) => device).filter((name) => !devices.has(name));
  if (missing.length > 0) {
    throw new InputError({
      file: contract.file,
      pointer: '/devices',
      id: 'contract.devices-missing',
      message: 'the contract lacks devices that devices.cmd needs',
      found: formatList(contract.devices.map(({ device }) => device)),
      expected: `also ${formatList(missing)}`,
      remedy: 'add the missing devices',
    });
  }
  return [
    ...VARIABLES.flatMap(({ device: name, prefix, kinds }) => {
      const device = devices.get(name);
      return device ? variablesOf(device, prefix, kinds) : [];
    }),
    ...contract.devices.flatMap((device) => otherVariables(device)),
    ...bootCriticalVariable(contract),
  ];
}

/** The variables of a device that is not among the five that scripts ask for by name. */
function otherVariables(device: ContractDevice): readonly Variable[] {
  const name = device.device.toLowerCase();
  if (VARIABLES.some((known) => known.device === name) || !OTHER_DEVICE.test(name)) return [];
  const prefix = `AERO_${name.toUpperCase().replaceAll('-', '_')}`;
  return variablesOf(device, prefix, ['SERVICE', 'HWIDS']);
}

function bootCriticalVariable({ devices }: DeviceContract): readonly Variable[] {
  const services = devices
    .filter(({ bootCritical }) => bootCritical)
    .map(({ driverServiceName }) => driverServiceName);
  if (services.length === 0) return [];
  return [{ name: BOOT_CRITICAL_SERVICES, kind: 'SERVICES', values: [...new Set(services)] }];
}

function variablesOf(
  device: ContractDevice,
  prefix: string,
  kinds: readonly VariableKind[],
): readonly Variable[] {
  return kinds.map((kind) => ({
    name: `${prefix}_${kind}`,
    kind,
    values: valuesByKind(device)[kind],
  }));
}

function valuesByKind(device: ContractDevice): Record<VariableKind, readonly string[]> {
  return { SERVICE: [device.driverServiceName], SYS: [], HWIDS: device.hardwareIdPatterns };
}

/** A list keeps each value in its own quotation marks, so that `for` can split it again. */
function setCommand({ name, kind, values }: Variable): string {
  if (kind === 'HWIDS' || kind === 'SERVICES')
    return `set ${name}=${values.map((value) => `"${value}"`).join(' ')}`;
  return `set "${name}=${values.join('')}"`;
}
