import { dirname, join } from 'node:path';

/** What the programs bring along: specs, contracts, schemas and the files for the guest. */
export interface ShippedFiles {
  /** Absolute path of the directory that the paths of a profile are relative to. */
  readonly root: string;
  /** Absolute path of the guest-tools directory. */
  readonly guestToolsDirectory: string;
  /** Absolute path of the directory that holds the JSON Schemas. */
  readonly schemaDirectory: string;
}

/** Where they are on this machine. */
export function shippedFiles(): ShippedFiles {
  const specs = dirname(require.resolve('@aero-guest-tools/specs/package.json'));
  const root = dirname(specs);
  return {
    root,
    guestToolsDirectory: join(root, 'guest-tools'),
    schemaDirectory: join(specs, 'schemas'),
  };
}
