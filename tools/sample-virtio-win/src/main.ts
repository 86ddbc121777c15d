import { parseArgs } from 'node:util';
import { writeFileAtomically } from '@aero-guest-tools/atomic-output';
import { formatSize } from '@aero-guest-tools/diagnostics';
import { testCertificate } from './test-certificate';
import { writeSampleVirtioWin } from './write-sample';

const USAGE = `Usage: node tools/sample-virtio-win/dist/main.js --out FILE [--certificate FILE]

Makes a stand-in for virtio-win.iso from synthetic drivers.

  --out FILE          the image to write
  --certificate FILE  the certificate that its drivers are signed with, by a key that
                      everybody has
  --help              this text
`;

/** @returns The exit status: 0, 1 if the image cannot be written, 2 for wrong usage. */
async function main(): Promise<number> {
  let options: { out?: string; certificate?: string; help?: boolean };
  try {
    options = parseArgs({
      options: {
        out: { type: 'string' },
        certificate: { type: 'string' },
        help: { type: 'boolean' },
      },
    }).values;
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n${USAGE}`);
    return 2;
  }
  if (options.help === true) {
    process.stdout.write(USAGE);
    return 0;
  }
  if (options.out === undefined || options.out === '') {
    process.stderr.write(`--out is missing\n${USAGE}`);
    return 2;
  }
  try {
    const { size, sha256 } = await writeSampleVirtioWin(options.out);
    if (options.certificate !== undefined) {
      await writeFileAtomically(options.certificate, testCertificate());
    }
    process.stdout.write(`${options.out}: ${formatSize(size)}\n  sha256 ${sha256}\n`);
    return 0;
  } catch (error) {
    process.stderr.write(`${options.out}: ${(error as Error).message}\n`);
    return 1;
  }
}

void main().then((status) => {
  process.exitCode = status;
});
