import { relative, resolve } from 'node:path';
import { parseJson } from '@aero-guest-tools/canonical-json';
import { parseDeviceContract, type DeviceContract } from '@aero-guest-tools/device-contract';
import { readInput } from '@aero-guest-tools/media/transforms';
import { parsePackagingSpec, type PackagingSpec } from '@aero-guest-tools/packaging-spec';

/** What the paths in options are relative to. */
export interface WorkspaceOptions {
  /** Absolute. */
  readonly workspaceRoot: string;
}

/** Names the packaging spec. */
export interface SpecOptions extends WorkspaceOptions {
  /** A JSON file. */
  readonly spec: string;
}

/** Names the device contract. */
export interface ContractOptions extends WorkspaceOptions {
  /** A JSON file. */
  readonly windowsDeviceContract: string;
}

/** @throws InputError if it cannot be read, with everything that is wrong with it. */
export async function readPackagingSpec(options: SpecOptions): Promise<PackagingSpec> {
  const file = fromWorkspace(options, options.spec);
  return parsePackagingSpec(parseJson(await readInput(file, 'the packaging spec'), file));
}

/** @throws InputError if it cannot be read, with everything that is wrong with it. */
export async function readDeviceContract(options: ContractOptions): Promise<DeviceContract> {
  const file = fromWorkspace(options, options.windowsDeviceContract);
  return parseDeviceContract(parseJson(await readInput(file, 'the Windows device contract'), file));
}

/** The absolute path that an option names. */
export function fromWorkspace({ workspaceRoot }: WorkspaceOptions, path: string): string {
  return resolve(workspaceRoot, path);
}

/** What an option names as the manifest records it: relative, components joined by `/`. */
export function toWorkspace(options: WorkspaceOptions, path: string): string {
  return relative(options.workspaceRoot, fromWorkspace(options, path)).replaceAll('\\', '/');
}
