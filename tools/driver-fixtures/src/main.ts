import { parseArgs } from 'node:util';
import { writeDriverFixtures } from './write-fixtures';

const USAGE = `Usage: node tools/driver-fixtures/dist/main.js --out-dir DIR

Makes the trees of drivers that CI and local builds leave, from synthetic drivers.

  --out-dir DIR  receives out/, driver-out/, ci-bundle.zip, packager-bundle.zip and aero-test.cer
  --help         this text
`;

/** @returns The exit status: 0, 1 if something cannot be written, 2 for wrong usage. */
async function main(): Promise<number> {
  let options: { 'out-dir'?: string; help?: boolean };
  try {
    options = parseArgs({
      options: { 'out-dir': { type: 'string' }, help: { type: 'boolean' } },
    }).values;
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n${USAGE}`);
    return 2;
  }
  if (options.help === true) {
    process.stdout.write(USAGE);
    return 0;
  }
  const { 'out-dir': directory } = options;
  if (directory === undefined || directory === '') {
    process.stderr.write(`--out-dir is missing\n${USAGE}`);
    return 2;
  }
  try {
    await writeDriverFixtures(directory);
    return 0;
  } catch (error) {
    process.stderr.write(`${directory}: ${(error as Error).message}\n`);
    return 1;
  }
}

void main().then((status) => {
  process.exitCode = status;
});
