import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * The version of this packager, from the published package. In the repository, where libraries have
 * no versions, it comes from `packagerVersion` in the `config` of package.json.
 */
export function packagerVersion(): string {
  const file = join(__dirname, '..', 'package.json');
  const { version, config } = JSON.parse(readFileSync(file, 'utf8')) as {
    readonly version: string;
    readonly config?: { readonly packagerVersion: string };
  };
  return config?.packagerVersion ?? version;
}
