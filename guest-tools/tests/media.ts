import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { batchFiles, payloadBytes } from './payload';

/** Files of a small piece of media: contents by path. */
export type MediaFiles = Readonly<Record<string, string>>;

/** The lines as a text file of Windows. */
export function crlf(...lines: string[]): string {
  return lines.map((line) => `${line}\r\n`).join('');
}

/** A manifest as the packager writes it: two spaces, one property a line. */
export function manifest(signingPolicy: string): string {
  return JSON.stringify({ schema_version: 4, signing_policy: signingPolicy, files: [] }, null, 2);
}

/** An INF of the shape of a storage miniport's, whose service is `service`. */
export function storageInf(service: string): string {
  return crlf(
    '; AddService = in_a_comment, 2, nothing',
    '[scsi_inst.Services]',
    `AddService = ${service}, 0x00000002 , scsi_Service_Inst, scsi_EventLog_Inst`,
  );
}

/** The virtio-blk hardware ids of the media, from most to least specific. */
export const storageHardwareIds = [
  String.raw`PCI\VEN_1AF4&DEV_1042&SUBSYS_00021AF4&REV_01`,
  String.raw`PCI\VEN_1AF4&DEV_1042`,
] as const;

const devicesCmd = crlf(
  '@echo off',
  'set "AERO_VIRTIO_BLK_SERVICE=viostor"',
  'set "AERO_VIRTIO_BLK_SYS="',
  `set AERO_VIRTIO_BLK_HWIDS=${storageHardwareIds.map((id) => `"${id}"`).join(' ')}`,
  'set "AERO_VIRTIO_NET_SERVICE=netkvm"',
  String.raw`set AERO_VIRTIO_NET_HWIDS="PCI\VEN_1AF4&DEV_1041"`,
);

/** Media with a storage and a network driver for both architectures. */
export function mediaFiles(signingPolicy: 'test' | 'production' | 'none'): MediaFiles {
  const files: Record<string, string> = {
    'manifest.json': manifest(signingPolicy),
    'config/devices.cmd': devicesCmd,
  };
  for (const arch of ['x86', 'amd64']) {
    files[`drivers/${arch}/viostor/viostor.inf`] = storageInf('viostor');
    files[`drivers/${arch}/viostor/viostor.sys`] = `storage driver for ${arch}`;
    files[`drivers/${arch}/netkvm/netkvm.inf`] = crlf('[x.Services]', 'AddService=netkvm,2,y');
  }
  if (signingPolicy === 'test') files['certs/aero-test.cer'] = 'certificate';
  return files;
}

/**
 * Writes the files and the payload's batch files to `directory`. The shipped scripts take no
 * program from outside of Windows, so that the copies are changed where a stub has to be called.
 */
export function writeMedia(directory: string, files: MediaFiles): void {
  const scripts = batchFiles.map((file) => [
    file,
    withStubs(payloadBytes(file).toString('latin1')),
  ]);
  for (const [path = '', content = ''] of [...Object.entries(files), ...scripts]) {
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), content);
  }
}

const definition = /^set (?<variable>[A-Z]+)="(?:.*\\(?<program>\w+))\.exe"(?=\r$)/gmu;

/** `set PNPUTIL="%SYS%\pnputil.exe"` becomes a command that runs `C:\stub\pnputil.cmd`. */
function withStubs(script: string): string {
  return script.replaceAll(definition, (line, variable: string, program: string) =>
    stubbedPrograms.has(program)
      ? `set ${variable}=%SYS%\\cmd.exe /c C:\\stub\\${program}.cmd`
      : line,
  );
}

/** What Wine has no working copy of, or what the tests must not run. */
const stubbedPrograms = new Set([
  'bcdedit',
  'certutil',
  'fsutil',
  'icacls',
  'pnputil',
  'powershell',
  'shutdown',
]);
