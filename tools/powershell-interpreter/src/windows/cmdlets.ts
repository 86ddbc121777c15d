import { NetException, UnknownConstruct } from '../errors';
import type { Cmdlet } from '../host';
import {
  CustomObject,
  Hashtable,
  isArray,
  isNull,
  NetObject,
  toText,
  type NetType,
  type Value,
} from '../values';
import { parentOf } from './file-system';
import type { WindowsState } from './windows-state';
import { wmiObjects } from './wmi';

export interface CmdletHost {
  readonly state: WindowsState;
  type(name: string): NetType | undefined;
  load(assembly: string): void;
  writeHost(line: string): void;
}

/** The cmdlets that the interpreter knows, with those of their PowerShell 2.0 parameters that it knows. */
export function cmdlets(host: CmdletHost): ReadonlyMap<string, Cmdlet> {
  const cmdlet = (parameters: Partial<Omit<Cmdlet, 'run'>>, run: Cmdlet['run']): Cmdlet => ({
    positional: [],
    named: [],
    switches: [],
    ...parameters,
    run,
  });
  const key = (path: Value) => registryKey(host.state, toText(path));
  return new Map([
    [
      'add-type',
      cmdlet({ named: ['AssemblyName'] }, (bound) => {
        host.load(toText(bound.get('AssemblyName') ?? null));
        return [];
      }),
    ],
    [
      'get-item',
      cmdlet({ named: ['LiteralPath'] }, (bound) => {
        const path = bound.get('LiteralPath') ?? null;
        const found = key(path);
        if (found) return [found];
        throw new NetException(
          'System.Management.Automation.ItemNotFoundException',
          `Cannot find path '${toText(path)}' because it does not exist.`,
        );
      }),
    ],
    [
      'get-wmiobject',
      cmdlet({ named: ['Class'] }, (bound) =>
        wmiObjects(host.state, toText(bound.get('Class') ?? null)),
      ),
    ],
    [
      'new-object',
      cmdlet(
        { positional: ['TypeName', 'ArgumentList'], named: ['Property'], alwaysTerminates: true },
        (bound) => [newObject(host, bound)],
      ),
    ],
    [
      'split-path',
      cmdlet({ positional: ['Path'], switches: ['Parent'] }, (bound) => {
        if (!bound.has('Parent')) throw new UnknownConstruct('Split-Path without -Parent');
        return [parentOf(toText(bound.get('Path') ?? null))];
      }),
    ],
    [
      'test-path',
      cmdlet({ named: ['LiteralPath'] }, (bound) => [
        key(bound.get('LiteralPath') ?? null) !== undefined,
      ]),
    ],
    [
      'write-host',
      cmdlet({ positional: ['Object'] }, (bound) => {
        host.writeHost(toText(bound.get('Object') ?? null));
        return [];
      }),
    ],
  ]);
}

function newObject(host: CmdletHost, bound: ReadonlyMap<string, Value>): Value {
  const name = toText(bound.get('TypeName') ?? null);
  const given = bound.get('ArgumentList') ?? null;
  const property = bound.get('Property');
  if (name.toLowerCase() === 'psobject') {
    if (!(property instanceof Hashtable) || given !== null) {
      throw new UnknownConstruct('New-Object PSObject without -Property');
    }
    return new CustomObject(property.pairs.map(({ name: key, value }) => [toText(key), value]));
  }
  if (property !== undefined) throw new UnknownConstruct(`New-Object ${name} -Property`);
  const create = host.type(name)?.members.create;
  if (!create) throw new UnknownConstruct(`New-Object ${name}`);
  const values = isNull(given) ? [] : isArray(given) ? given : [given];
  try {
    return create(...values);
  } catch (error) {
    if (!(error instanceof NetException)) throw error;
    throw new NetException(
      error.typeName,
      `Exception calling ".ctor" with "${String(values.length)}" argument(s): "${error.message}"`,
    );
  }
}

/** A key of the registry by its path of PowerShell; undefined if it is not there. */
function registryKey(state: WindowsState, path: string): NetObject | undefined {
  if (!/^HKLM:\\/iu.test(path)) throw new UnknownConstruct(`the path ${path}`);
  const wanted = path.toLowerCase();
  const found = Object.entries(state.registry).find(([name]) => {
    return name.toLowerCase() === wanted || name.toLowerCase().startsWith(`${wanted}\\`);
  });
  if (!found) return undefined;
  const values = found[0].toLowerCase() === wanted ? found[1] : {};
  return new NetObject('Microsoft.Win32.RegistryKey', {
    methods: {
      GetValue: (name = null, otherwise = null) => {
        const key = toText(name).toLowerCase();
        return (
          Object.entries(values).find(([item]) => item.toLowerCase() === key)?.[1] ?? otherwise
        );
      },
    },
  });
}
