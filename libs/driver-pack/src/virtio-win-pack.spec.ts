import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { DriverSource } from '@aero-guest-tools/driver-source';
import { DEFAULT_GUEST_TARGET } from '@aero-guest-tools/windows-target';
import { describe, expect, test } from '@jest/globals';
import { driverPackFiles } from './driver-pack';
import { driverPackManifest } from './driver-pack-manifest';
import { selectDrivers } from './select-drivers';

/** A source in memory that counts the files that were opened, and those that were read. */
function memorySource(contents: Readonly<Record<string, string>>): {
  readonly source: DriverSource;
  readonly counts: { opened: number; read: number };
} {
  const counts = { opened: 0, read: 0 };
  const source: DriverSource = {
    label: 'memory',
    identity: { kind: 'iso', sha256: 'ab'.repeat(32), size: 1, volume_id: 'virtio-win-0.1.172' },
    entries: Object.entries(contents).map(([path, { length }]) => ({
      path,
      kind: 'file',
      size: length,
    })),
    open: (path) => {
      counts.opened += 1;
      const chunks = function* (): Generator<Buffer> {
        counts.read += 1;
        yield Buffer.from(contents[path] ?? '');
      };
      return Readable.from(chunks(), { objectMode: false });
    },
    prepare: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
  return { source, counts };
}

async function readPack(source: DriverSource): Promise<Readonly<Record<string, string>>> {
  const files: Record<string, string> = {};
  const selection = selectDrivers(
    source,
    [
      { name: 'viostor', required: true },
      { name: 'viosnd', required: false },
    ],
    DEFAULT_GUEST_TARGET,
  );
  for (const { path, open } of driverPackFiles(source, selection)) files[path] = await text(open());
  return files;
}

const contents = {
  'viostor/w7/amd64/viostor.sys': '64 bit',
  'viostor/w7/x86/viostor.sys': '32 bit',
  'viostor/w7/x86/sub/other.dll': 'other',
  LICENSE: 'BSD',
  VERSION: '0.1.172',
};

describe('rules 8: what is extracted', () => {
  test('drivers, notices, version markers and the manifest', async () => {
    const { 'licenses/virtio-win/driver-pack-manifest.json': manifest, ...files } = await readPack(
      memorySource(contents).source,
    );
    expect(files).toEqual({
      'drivers/amd64/viostor/viostor.sys': '64 bit',
      'drivers/x86/viostor/viostor.sys': '32 bit',
      'drivers/x86/viostor/sub/other.dll': 'other',
      'licenses/virtio-win/LICENSE': 'BSD',
      'licenses/virtio-win/VERSION': '0.1.172',
    });
    expect(manifest?.endsWith('}\n')).toBe(true);
    expect(JSON.parse(manifest ?? '')).toEqual({
      schema_version: 1,
      source: {
        kind: 'iso',
        sha256: 'ab'.repeat(32),
        size: 1,
        volume_id: 'virtio-win-0.1.172',
      },
      drivers: [
        { name: 'viostor', architecture: 'amd64', taken_from: 'viostor/w7/amd64' },
        { name: 'viostor', architecture: 'x86', taken_from: 'viostor/w7/x86' },
      ],
      missing_optional_drivers: [
        {
          name: 'viosnd',
          architectures: ['amd64', 'x86'],
          reason: 'there is no folder viosnd',
          tried: ['viosnd'],
          present: ['viostor'],
        },
      ],
      notices: ['LICENSE'],
      version_markers: ['VERSION'],
    });
  });

  test('no host path: where the source is does not reach the manifest', () => {
    const { source } = memorySource(contents);
    const selection = selectDrivers(
      source,
      [{ name: 'viostor', required: true }],
      DEFAULT_GUEST_TARGET,
    );
    const elsewhere = selectDrivers(
      { ...source, label: '/home/user/virtio-win.iso' },
      [{ name: 'viostor', required: true }],
      DEFAULT_GUEST_TARGET,
    );
    expect(driverPackManifest(source.identity, elsewhere)).toEqual(
      driverPackManifest(source.identity, selection),
    );
  });
});

describe('driver pack', () => {
  test('files are opened as they are read', async () => {
    const many = Object.fromEntries(
      Array.from({ length: 100 }, (_, index) => [`viostor/w7/x86/${String(index)}.dll`, 'x']),
    );
    const { source, counts } = memorySource(many);
    const [first] = driverPackFiles(
      source,
      selectDrivers(source, [{ name: 'viostor', required: false }], DEFAULT_GUEST_TARGET),
    );
    expect(counts).toEqual({ opened: 0, read: 0 });
    if (first === undefined) throw new Error('there is no file');
    expect(await text(first.open())).toBe('x');
    expect(counts).toEqual({ opened: 1, read: 1 });
  });
});
