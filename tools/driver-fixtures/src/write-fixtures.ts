import { join } from 'node:path';
import { Readable } from 'node:stream';
import { writeFileAtomically, writeStreamAtomically } from '@aero-guest-tools/atomic-output';
import { writeZip } from '@aero-guest-tools/zip';
import type { FixtureFile } from './fixture-drivers';
import {
  CERTIFICATE_NAME,
  ciOutputFiles,
  driverOutFiles,
  packagerLayoutFiles,
} from './fixture-trees';
import { testCertificate } from '@aero-guest-tools/sample-virtio-win';

/** 2021-01-01T00:00:00Z, the date of the fixture drivers, in seconds since 1970. */
const FIXTURE_TIME = 1_609_459_200;

/**
 * Writes all fixtures into a directory, the same bytes on every call:
 *
 *     out/{packages,certs}/**   what CI leaves
 *     ci-bundle.zip             the same, with `out/` above it
 *     packager-bundle.zip       the same drivers in the packager's layout, and `certs/`
 *     driver-out/**             what a local build leaves, in the packager's layout
 *     aero-test.cer             a certificate
 */
export async function writeDriverFixtures(directory: string): Promise<void> {
  await writeTree(join(directory, 'out'), ciOutputFiles());
  await writeTree(join(directory, 'driver-out'), driverOutFiles());
  await writeFileAtomically(join(directory, CERTIFICATE_NAME), testCertificate());
  const underOut = ciOutputFiles().map((file) => ({ ...file, path: `out/${file.path}` }));
  await writeBundle(join(directory, 'ci-bundle.zip'), underOut);
  await writeBundle(join(directory, 'packager-bundle.zip'), packagerLayoutFiles());
}

async function writeTree(directory: string, files: readonly FixtureFile[]): Promise<void> {
  for (const { path, contents } of files) {
    await writeFileAtomically(join(directory, path), contents);
  }
}

async function writeBundle(path: string, files: readonly FixtureFile[]): Promise<void> {
  const entries = files.map((file) => ({
    path: file.path,
    size: file.contents.length,
    open: () => Readable.from([file.contents]),
  }));
  await writeStreamAtomically(path, writeZip(entries, { sourceDateEpoch: FIXTURE_TIME }));
}
