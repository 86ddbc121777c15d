// Says which optional programs are on this machine and what is skipped without the others, and whether Node.js
// is one that the project runs on. Needs nothing installed, so that it can say what to install.
const { accessSync, constants, statSync } = require('node:fs');
const { delimiter, join } = require('node:path');
const { engines } = require('../../package.json');
const { PROGRAMS } = require('./programs');

const USAGE = `Usage: npm run doctor [-- --debian-packages]

Says which optional programs are on this machine, and what is skipped without the others.

  --debian-packages  prints the Debian packages that the tests use, for apt-get install
  --help             this text
`;

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

/** The absolute path of a program; undefined if PATH does not lead to one. */
function find(name) {
  // Debian has nginx where an ordinary user's PATH does not lead.
  const directories = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin'];
  const extensions = process.platform === 'win32' ? ['.exe', '.cmd'] : [''];
  return directories
    .flatMap((directory) => extensions.map((extension) => join(directory, name + extension)))
    .find(isExecutable);
}

function debianPackages(programs) {
  return [...new Set(programs.flatMap(({ debian }) => debian.split(' ')))].sort((a, b) =>
    a < b ? -1 : 1,
  );
}

/** Whether the running version is at least the one of `>=20.19`. */
function isSupported(version, range) {
  const parts = (text) =>
    text
      .replace(/^[^0-9]*/, '')
      .split('.')
      .map(Number);
  const [major, minor = 0] = parts(version);
  const [leastMajor, leastMinor = 0] = parts(range);
  return major > leastMajor || (major === leastMajor && minor >= leastMinor);
}

function report() {
  const missing = PROGRAMS.filter(({ name }) => find(name) === undefined);
  const width = Math.max(...PROGRAMS.map(({ name }) => name.length));
  const supported = isSupported(process.version, engines.node);
  const lines = [
    `Node.js ${process.version}: ${supported ? 'ok' : `too old, ${engines.node} is needed`}`,
    '',
    ...PROGRAMS.map(({ name, uses }) => {
      const path = find(name);
      return `${name.padEnd(width)}  ${path ?? 'not there'}${path === undefined ? `: ${uses}` : ''}`;
    }),
    '',
    missing.length === 0
      ? 'All optional programs are there. No test is skipped for want of one.'
      : `The build needs none of them. Tests that do are skipped. On Debian, install them by:\n  sudo apt-get install ${debianPackages(missing).join(' ')}`,
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
  return supported ? 0 : 1;
}

function main(args) {
  const [option, ...rest] = args;
  if (rest.length === 0 && option === undefined) return report();
  if (rest.length === 0 && option === '--debian-packages') {
    const needed = PROGRAMS.filter(({ inFullRun }) => inFullRun !== true);
    process.stdout.write(`${debianPackages(needed).join(' ')}\n`);
    return 0;
  }
  if (rest.length === 0 && option === '--help') {
    process.stdout.write(USAGE);
    return 0;
  }
  process.stderr.write(USAGE);
  return 2;
}

process.exitCode = main(process.argv.slice(2));
