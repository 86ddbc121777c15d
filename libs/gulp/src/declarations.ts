import { relative, resolve } from 'node:path';
import {
  isShippedName,
  shippedDocument,
  type ShippedKind,
} from '@aero-guest-tools/media/shipped-files';
import type { DeviceContractInput, PackagingSpecInput } from '@aero-guest-tools/media/transforms';

/** The directory that paths in options are relative to. */
export interface WorkspaceOptions {
  /** Absolute. */
  readonly workspaceRoot: string;
}

/** Names the packaging spec. */
export interface SpecOptions extends WorkspaceOptions {
  /** The name of a shipped spec, such as `win7-virtio-full`, or a JSON file. */
  readonly spec: string;
}

/** Names the device contract. */
export interface ContractOptions extends WorkspaceOptions {
  /**
   * The name of a shipped contract, such as `windows-device-contract-virtio-win`, or a JSON file.
   */
  readonly windowsDeviceContract: string;
}

/**
 * Where the packaging spec is.
 *
 * @throws InputError if none of this name is shipped.
 */
export function packagingSpecInput(options: SpecOptions): PackagingSpecInput {
  const { absolutePath, path } = declared(options, 'packaging', options.spec);
  return { spec: absolutePath, packagingSpecPath: path };
}

/**
 * Where the device contract is.
 *
 * @throws InputError if none of this name is shipped.
 */
export function deviceContractInput(options: ContractOptions): DeviceContractInput {
  const { absolutePath, path } = declared(options, 'contracts', options.windowsDeviceContract);
  return { windowsDeviceContract: absolutePath, windowsDeviceContractPath: path };
}

function declared(
  { workspaceRoot }: WorkspaceOptions,
  kind: ShippedKind,
  value: string,
): { readonly absolutePath: string; readonly path: string } {
  if (isShippedName(value)) return shippedDocument(kind, value);
  const absolutePath = resolve(workspaceRoot, value);
  return { absolutePath, path: relative(workspaceRoot, absolutePath).replaceAll('\\', '/') };
}

/** The absolute path that an option names. */
export function fromWorkspace({ workspaceRoot }: WorkspaceOptions, path: string): string {
  return resolve(workspaceRoot, path);
}
