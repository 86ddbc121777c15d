import { readFileSync } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { expect } from '@jest/globals';
import * as gulp from '@aero-guest-tools/gulp';
import { buildDirectory, hasSetupDrivers, type Manifest } from '@aero-guest-tools/media';
import type { Workspace } from './workspace-copy';

/** The options of every step. */
type BuildOptions = Parameters<typeof gulp.virtioWin>[0] &
  Parameters<typeof gulp.validateSpec>[0] &
  Parameters<typeof gulp.generateDevicesCmd>[0] &
  Parameters<typeof gulp.payload>[0] &
  Parameters<typeof gulp.stageMedia>[0] &
  Parameters<typeof gulp.makeIso>[0] &
  Parameters<typeof gulp.makeZip>[0] &
  Parameters<typeof gulp.packageMedia>[0];

/** Builds media by all steps of gulp, from a source to the verified manifest. */
export function buildByGulp(options: BuildOptions): Promise<void> {
  return pipeline([
    gulp.virtioWin(options) as unknown as NodeJS.ReadWriteStream,
    gulp.validateSpec(options),
    gulp.generateDevicesCmd(options),
    gulp.payload(options),
    gulp.stageMedia(options),
    gulp.tee(gulp.makeIso(options), gulp.makeZip(options), gulp.manifest()),
    gulp.packageMedia(options),
  ]);
}

/**
 * Builds by gulp what Nx has built, and expects the same bytes.
 *
 * @param configuration Whose media Nx has left in the workspace. Their manifest says what else they were made of.
 * @param source The source that Nx took the drivers from.
 */
export async function expectSameByGulp(
  workspace: Workspace,
  configuration: string,
  source: Pick<gulp.VirtioWinOptions, 'source' | 'sourceLayout' | 'certPath' | 'lock'>,
): Promise<void> {
  const ofNx = buildDirectory(workspace.path('dist/guest-tools', configuration));
  const manifest = JSON.parse(readFileSync(ofNx.manifests[0], 'utf8')) as Manifest;
  const options = {
    ...source,
    workspaceRoot: workspace.directory,
    // A store that has the image would not take files by the list of a lock.
    storeDirectory: workspace.path('../gulp-store', configuration),
    spec: manifest.provenance.packaging_spec_path,
    windowsDeviceContract: manifest.provenance.windows_device_contract_path,
    guestToolsDirectory: 'guest-tools',
    signingPolicy: manifest.signing_policy,
    setupDrivers: hasSetupDrivers(manifest.files),
    version: manifest.package.version,
    buildId: manifest.package.build_id,
    sourceDateEpoch: manifest.package.source_date_epoch,
    volumeId: 'AERO_GUEST_TOOLS',
    buildDirectory: `dist/by-gulp/${configuration}`,
    warn: () => undefined,
  };
  await buildByGulp(options);
  const ofGulp = buildDirectory(workspace.path(options.buildDirectory));
  for (const name of ['iso', 'zip'] as const) {
    expect(readFileSync(ofGulp[name]).equals(readFileSync(ofNx[name]))).toBe(true);
  }
  for (const [index, path] of ofNx.manifests.entries()) {
    expect(readFileSync(ofGulp.manifests[index] ?? '')).toEqual(readFileSync(path));
  }
}
