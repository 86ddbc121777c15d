import { NetException } from '../errors';
import type { Host } from '../host';
import { NetObject, NetType, toText, type NetTypeMembers, type Value } from '../values';
import { cmdlets } from './cmdlets';
import { combinePaths, FileSystem } from './file-system';
import { netTypes, TYPE_NAMES } from './net-types';
import type { WindowsState } from './windows-state';

/** A host for scripts over a simulated Windows. */
export interface SimulatedWindows {
  readonly host: Host;
  readonly files: FileSystem;
  /** What Write-Host has written. */
  readonly hostLines: readonly string[];
}

/** @param scriptPath Where the script is in the simulated Windows. */
export function simulateWindows(state: WindowsState, scriptPath: string): SimulatedWindows {
  const files = new FileSystem(state);
  const hostLines: string[] = [];
  const loaded = new Set<string>();
  const isLoaded = (assembly: string) => loaded.has(assembly);

  // An assembly that is loaded brings types.
  let types = typesByName(netTypes(state, files, isLoaded));
  const type = (name: string): NetType | undefined => {
    const wanted = (TYPE_NAMES[name.toLowerCase()] ?? name).toLowerCase();
    return types.get(wanted) ?? types.get(`system.${wanted}`);
  };

  const load = (assembly: string) => {
    if (assembly === 'System.Core' && !state.systemCore) {
      throw new NetException(
        'System.IO.FileNotFoundException',
        `Could not load file or assembly '${assembly}'.`,
      );
    }
    loaded.add(assembly);
    types = typesByName(netTypes(state, files, isLoaded));
  };

  return {
    files,
    hostLines,
    host: {
      cmdlets: cmdlets({ state, type, load, writeHost: (line) => hostLines.push(line) }),
      type,
      environment: (name) => lookUp(state.environment, name),
      automaticVariables: new Map<string, Value>([
        ['myinvocation', myInvocation(scriptPath)],
        ['executioncontext', executionContext(state)],
      ]),
      runProgram: (path, programArguments) => lookUp(state.programs, path)?.(programArguments),
    },
  };
}

function typesByName(
  types: Readonly<Record<string, NetTypeMembers>>,
): ReadonlyMap<string, NetType> {
  return new Map(
    Object.entries(types).map(([name, members]) => [
      name.toLowerCase(),
      new NetType(name, members),
    ]),
  );
}

function myInvocation(scriptPath: string): NetObject {
  const command = new NetObject('System.Management.Automation.ExternalScriptInfo', {
    properties: { Path: () => scriptPath },
  });
  return new NetObject('System.Management.Automation.InvocationInfo', {
    properties: { MyCommand: () => command },
  });
}

function executionContext(state: WindowsState): NetObject {
  const path = new NetObject('System.Management.Automation.PathIntrinsics', {
    methods: {
      GetUnresolvedProviderPathFromPSPath: (relative = null) =>
        combinePaths(state.currentDirectory, toText(relative)),
    },
  });
  const session = new NetObject('System.Management.Automation.SessionState', {
    properties: { Path: () => path },
  });
  return new NetObject('System.Management.Automation.EngineIntrinsics', {
    properties: { SessionState: () => session },
  });
}

function lookUp<T>(values: Readonly<Record<string, T>>, name: string): T | undefined {
  const key = name.toLowerCase();
  return Object.entries(values).find(([item]) => item.toLowerCase() === key)?.[1];
}
