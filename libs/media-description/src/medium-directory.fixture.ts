import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { createManifest, formatManifest } from '@aero-guest-tools/media';
import { windowsTarget } from '@aero-guest-tools/windows-target';

/** Writes a directory of driver media with these files, and the manifest of them. */
export function writeMediumDirectory(root: string, files: Readonly<Record<string, string>>): void {
  const input = { path: 'a.json', sha256: '0'.repeat(64) };
  const manifest = createManifest(
    {
      version: '1.2.3',
      buildId: 'build',
      sourceDateEpoch: 1_700_000_000,
      target: {
        windows: windowsTarget('w7'),
        architectures: ['x86', 'amd64'],
      },
      signingPolicy: 'none',
      packagerVersion: '0.0.0',
      packagingSpec: input,
      windowsDeviceContract: {
        ...input,
        contractName: 'contract',
        contractVersion: '1.0.0',
        schemaVersion: 1,
      },
      drivers: [],
    },
    Object.entries(files).map(([path, contents]) => ({
      path,
      size: Buffer.byteLength(contents),
      sha256: createHash('sha256').update(contents).digest('hex'),
    })),
  );
  for (const [path, contents] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), contents);
  }
  writeFileSync(join(root, 'manifest.json'), formatManifest(manifest));
}
