import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Writable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import * as gulp from '@aero-guest-tools/gulp';
import type Vinyl from 'vinyl';
import { CHECKOUT } from './workspace-copy';

/**
 * Stages media from an image of drivers as `packageDrivers` does, into `directory/media`.
 *
 * @param image An ISO image laid out as those of virtio-win.
 */
export async function stageMediaFrom(
  image: string,
  directory: string,
  signingPolicy: 'production' | 'none',
): Promise<void> {
  const options = {
    workspaceRoot: CHECKOUT,
    source: image,
    storeDirectory: join(directory, 'store'),
    spec: 'specs/packaging/win7-virtio-full.json',
    windowsDeviceContract: 'specs/contracts/windows-device-contract-virtio-win.json',
    guestToolsDirectory: 'guest-tools',
    signingPolicy,
    version: '1.2.3',
    buildId: 'local',
    sourceDateEpoch: 0,
    warn: () => undefined,
  };
  await pipeline(
    gulp.virtioWin(options),
    gulp.validateSpec(options),
    gulp.generateDevicesCmd(options),
    gulp.payload(options),
    gulp.stageMedia(options),
    filesTo(join(directory, 'media')),
  );
}

/** Writes vinyl files below a directory. */
function filesTo(directory: string): Writable {
  return new Writable({
    objectMode: true,
    write(file: Vinyl.StreamFile, _encoding, done) {
      buffer(file.contents).then((contents) => {
        const path = join(directory, file.relative);
        mkdirSync(dirname(path), { recursive: true });
        writeFileSync(path, contents);
        done();
      }, done);
    },
  });
}
