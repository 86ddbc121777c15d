// Builds driver media from VIRTIO_WIN_ISO into dist/media: copy it, and run `npx gulp`.
const { availableParallelism, homedir } = require('node:os');
const { resolve } = require('node:path');
const { pipeline } = require('node:stream/promises');
const { formatDiagnostic, shippedFiles } = require('@aero-guest-tools/media');
const aero = require('@aero-guest-tools/media/gulp');

const warnings = [];

const options = {
  // Specs, contracts and the files for the guest are those of the package.
  workspaceRoot: shippedFiles().root,
  spec: 'specs/packaging/win7-virtio-full.json',
  windowsDeviceContract: 'specs/contracts/windows-device-contract-virtio-win.json',
  guestToolsDirectory: 'guest-tools',
  source: resolve(process.env.VIRTIO_WIN_ISO ?? 'virtio-win.iso'),
  storeDirectory:
    process.env.AERO_GUEST_TOOLS_STORE ??
    aero.defaultStoreDirectory({
      platform: process.platform,
      environment: process.env,
      homeDirectory: homedir(),
    }),
  signingPolicy: 'production',
  version: '0.0.0',
  buildId: 'local',
  volumeId: 'AERO_GUEST_TOOLS',
  sourceDateEpoch: 0,
  workers: availableParallelism(),
  buildDirectory: resolve('dist/media'),
  warn: (warning) => warnings.push(warning),
};

// A chain of `.pipe()` would not end when one of the earlier streams fails; `pipeline` does, with
// the error of that stream.
async function media() {
  await pipeline(
    aero.virtioWin(options),
    aero.validateSpec(options),
    aero.generateDevicesCmd(options),
    aero.payload(options),
    aero.stageMedia(options),
    aero.tee(aero.makeIso(options), aero.makeZip(options), aero.manifest()),
    aero.packageMedia(options),
  );
  for (const warning of warnings) console.warn(formatDiagnostic(warning));
}

exports.default = media;
