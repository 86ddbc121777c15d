import { parseArgs } from 'node:util';
import { writeSampleVirtioWin } from './write-sample';

const USAGE = `Usage: node tools/sample-virtio-win/dist/main.js --out FILE

Makes a stand-in for virtio-win.iso from synthetic drivers.

  --out FILE  the image to write
  --help      this text
`;

/** @returns The exit status: 0, 1 if the image cannot be written, 2 for wrong usage. */
async function main(): Promise<number> {
  let options: { out?: string; help?: boolean };
  try {
    options = parseArgs({
      options: { out: { type: 'string' }, help: { type: 'boolean' } },
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
    process.stdout.write(`${options.out}: ${String(size)} bytes, sha256 ${sha256}\n`);
    return 0;
  } catch (error) {
    process.stderr.write(`${options.out}: ${(error as Error).message}\n`);
    return 1;
  }
}

void main().then((status) => {
  process.exitCode = status;
});
