// Builds the media as `nx run guest-tools:package` does, from the same inputs to the same bytes:
//
//   npx gulp --gulpfile libs/gulp/example/gulpfile.js --buildId=local --sourceDateEpoch=0
//
// VIRTIO_WIN_ISO names the image; without it, a stand-in with sample drivers is made.
const { availableParallelism, homedir } = require('node:os');
const { join, resolve } = require('node:path');
const { pipeline } = require('node:stream/promises');
const { parseArgs } = require('node:util');
const aero = require('@aero-guest-tools/gulp');
const { formatDiagnostics } = require('@aero-guest-tools/diagnostics');
const { series } = require('gulp');

const { values } = parseArgs({
  options: { buildId: { type: 'string' }, sourceDateEpoch: { type: 'string' } },
  strict: false,
});

const workspaceRoot = resolve(__dirname, '../../..');
const sample = join(workspaceRoot, 'dist/sample/virtio-win.iso');
const warnings = [];

const options = {
  workspaceRoot,
  source: process.env.VIRTIO_WIN_ISO ?? sample,
  storeDirectory:
    process.env.AERO_GUEST_TOOLS_STORE ??
    aero.defaultStoreDirectory({
      platform: process.platform,
      environment: process.env,
      homeDirectory: homedir(),
    }),
  spec: 'specs/packaging/win7-virtio-full.json',
  windowsDeviceContract: 'specs/contracts/windows-device-contract-virtio-win.json',
  guestToolsDirectory: 'guest-tools',
  signingPolicy: 'none',
  version: '0.0.0',
  buildId: values.buildId ?? 'local',
  volumeId: 'AERO_GUEST_TOOLS',
  sourceDateEpoch: values.sourceDateEpoch ?? 0,
  workers: availableParallelism(),
  buildDirectory: 'dist/gulp',
  warn: (warning) => warnings.push(warning),
};

async function sampleImage() {
  if (process.env.VIRTIO_WIN_ISO !== undefined) return;
  const { writeSampleVirtioWin } = require('@aero-guest-tools/sample-virtio-win');
  await writeSampleVirtioWin(sample);
}

// `pipeline` is used because it ends when any of the streams fails, with the error of that stream;
// a chain of `.pipe()` would not end.
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
  if (warnings.length > 0) console.warn(formatDiagnostics(warnings));
}

exports.media = media;
exports.default = series(sampleImage, media);
