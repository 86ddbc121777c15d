import { fuzzIsoCommand } from './fuzz-iso/command';
import { readIsoCommand } from './read-iso/command';
import { writeIsoCommand } from './write-iso/command';
import { writeZipCommand } from './write-zip/command';
import type { Command } from './command';

const COMMANDS: Readonly<Record<string, Command>> = {
  'write-iso': writeIsoCommand,
  'write-zip': writeZipCommand,
  'read-iso': readIsoCommand,
  'fuzz-iso': fuzzIsoCommand,
};

const USAGE = `Usage: node tools/conformance/dist/main.js COMMAND [OPTIONS]

${Object.entries(COMMANDS)
  .map(([name, { summary }]) => `  ${name.padEnd(10)}${summary}`)
  .join('\n')}

COMMAND --help lists its options. The exit status is 0, 1 if something failed, 2 for wrong usage.
`;

/** @returns The exit status. */
async function main([name = '', ...args]: readonly string[]): Promise<number> {
  if (name === '--help') {
    process.stdout.write(USAGE);
    return 0;
  }
  const command = COMMANDS[name];
  if (command === undefined) {
    process.stderr.write(`${name === '' ? 'no command' : `${name} is no command`}\n${USAGE}`);
    return 2;
  }
  return command.run(args);
}

void main(process.argv.slice(2)).then((status) => {
  process.exitCode = status;
});
