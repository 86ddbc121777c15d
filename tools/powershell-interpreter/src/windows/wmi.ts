import { NetException, UnknownConstruct } from '../errors';
import { NetObject, OtherNumber, type Value } from '../values';
import type { WindowsState, WmiValue } from './windows-state';

/** The properties of the classes, as far as they are looked at (Win32 Provider, MSDN). */
const CLASSES: Readonly<Record<string, readonly string[]>> = {
  Win32_OperatingSystem: ['Caption', 'Version', 'BuildNumber', 'CSDVersion'],
  Win32_PnPEntity: [
    'CompatibleID',
    'ConfigManagerErrorCode',
    'DeviceID',
    'HardwareID',
    'Name',
    'Service',
  ],
  Win32_QuickFixEngineering: ['HotFixID'],
  Win32_PnPSignedDriver: ['DeviceID', 'DriverProviderName', 'DriverVersion', 'InfName'],
};

/**
 * The objects of a WMI class. A property of the class that an object does not give is $null; one that the
 * class does not have is unknown, where PowerShell would say $null.
 *
 * @throws NetException if the query fails.
 */
export function wmiObjects(state: WindowsState, className: string): readonly Value[] {
  const properties = CLASSES[className];
  if (!properties) throw new UnknownConstruct(`the WMI class ${className}`);
  const objects = state.wmi[className] ?? [];
  if ('error' in objects) {
    throw new NetException('System.Runtime.InteropServices.COMException', objects.error);
  }
  return objects.map((object) => {
    const entries = properties.map((name) => [name, () => valueOf(object[name] ?? null)] as const);
    return new NetObject('System.Management.ManagementObject', {
      properties: Object.fromEntries(entries),
    });
  });
}

function valueOf(value: WmiValue): Value {
  return typeof value === 'number' ? new OtherNumber('System.UInt32', value) : value;
}
