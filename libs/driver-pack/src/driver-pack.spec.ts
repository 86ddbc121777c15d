import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import type { DriverSource, SourceEntry } from '@aero-guest-tools/driver-source';
import { describe, expect, test } from '@jest/globals';
import { completeSelection, type SearchResult } from './complete-selection';
import { driverPackFiles } from './driver-pack';
import { driverPackManifest } from './driver-pack-manifest';

function memorySource(label: string, contents: Readonly<Record<string, string>>): DriverSource {
  return {
    label,
    identity: { kind: 'zip', sha256: label.repeat(64), size: 1, volume_id: null },
    entries: Object.entries(contents).map(([path, { length }]) => ({
      path,
      kind: 'file',
      size: length,
    })),
    open: (path) => Readable.from([Buffer.from(contents[path] ?? '')]),
    prepare: () => Promise.resolve(),
    close: () => Promise.resolve(),
  };
}

const drivers = memorySource('a', { 'p/x86/d.sys': 'driver', 'p/LICENSE': 'free', LICENSE: 'no' });
const certificates = {
  source: memorySource('c', { 'test.cer': 'certificate' }),
  files: [{ path: 'certs/test.cer', source: 'test.cer', size: 11 }],
};

const found: SearchResult = {
  layout: 'ci-packages',
  searches: [
    {
      request: { name: 'd', required: true },
      found: [{ name: 'd', architecture: 'x86', directory: 'p/x86' }],
      missing: [],
    },
  ],
  noticesFolder: 'p',
  noticesDirectory: 'licenses/driver-pack',
  concerned: [],
  lookedFor: [],
  remedy: 'build it',
};

describe('rules 8: a driver pack', () => {
  test('holds drivers, the notices of their folder, certificates and provenance', async () => {
    const files: Record<string, string> = {};
    const pack = driverPackFiles(drivers, completeSelection(drivers, found), certificates);
    for (const { path, open } of pack) files[path] = await text(open());
    const { 'licenses/driver-pack/driver-pack-manifest.json': manifest, ...others } = files;
    expect(others).toEqual({
      'drivers/x86/d/d.sys': 'driver',
      'licenses/driver-pack/LICENSE': 'free',
      'certs/test.cer': 'certificate',
    });
    expect(JSON.parse(manifest ?? '')).toMatchObject({
      source: { kind: 'zip', sha256: 'a'.repeat(64), layout: 'ci-packages' },
      drivers: [{ name: 'd', architecture: 'x86', taken_from: 'p/x86' }],
      certificates: {
        source: { kind: 'zip', sha256: 'c'.repeat(64), size: 1 },
        files: [{ path: 'certs/test.cer', taken_from: 'test.cer' }],
      },
    });
  });

  test('says nothing of layout and certificates where there is nothing to say', () => {
    const selection = completeSelection(drivers, { ...found, layout: undefined });
    expect(driverPackManifest(drivers.identity, selection)).toEqual({
      schema_version: 1,
      source: { kind: 'zip', sha256: 'a'.repeat(64), size: 1, volume_id: null },
      drivers: [{ name: 'd', architecture: 'x86', taken_from: 'p/x86' }],
      missing_optional_drivers: [],
      notices: ['p/LICENSE'],
      version_markers: [],
    });
  });

  test('says so where files were taken by the list of a lock', () => {
    const selection = completeSelection(drivers, found);
    const identity = { ...drivers.identity, kind: 'iso' as const, list_sha256: 'e'.repeat(64) };
    expect(driverPackManifest(identity, selection)).toMatchObject({
      source: { kind: 'iso', list_sha256: 'e'.repeat(64), image_seen_whole: false },
    });
  });
});

describe('what cannot be taken is refused, all of it together', () => {
  const entry = (path: string, kind: SourceEntry['kind'] = 'file'): SourceEntry => ({
    path,
    kind,
    size: 1,
  });

  test('missing drivers, links, unsafe names and names that are equal but for case', () => {
    const entries = [
      entry('p/x86/a:b'),
      entry('p/x86/C'),
      entry('p/x86/c'),
      entry('p/NOTICE', 'symbolic-link'),
    ];
    const missing = {
      name: 'd',
      architectures: ['amd64' as const],
      reason: 'there is no folder for it',
      tried: ['p/x64'],
      present: ['p/x86'],
    };
    const searches = found.searches.map((search) => ({ ...search, missing: [missing] }));
    expect(() => completeSelection({ label: 's', entries }, { ...found, searches })).toThrow(
      expect.objectContaining({
        diagnostics: [
          expect.objectContaining({
            file: 's',
            message: 'the required driver d is missing for amd64: there is no folder for it',
            remedy: 'build it',
          }),
          expect.objectContaining({ file: 's: p/NOTICE' }),
          expect.objectContaining({ file: 's: p/x86/a:b' }),
          expect.objectContaining({ file: 's: p/x86/C', found: '"p/x86/C", "p/x86/c"' }),
        ],
      }),
    );
  });
});
