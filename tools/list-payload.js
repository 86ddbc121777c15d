// Prints what the payload of guest-tools/ is made of: path and type of each entry, sorted by bytes.
// Nx hashes the contents of files; this is the input that tells it of symbolic links, which have to
// be refused, also where a link leads nowhere or to a directory.
const { readdirSync } = require('node:fs');
const { join } = require('node:path');

const root = join(__dirname, '..', 'guest-tools');
const directories = ['certs', 'config', 'drivers', 'licenses', 'tools'];

function list(path) {
  let entries;
  try {
    entries = readdirSync(join(root, path), { withFileTypes: true });
  } catch {
    return [];
  }
  return entries.flatMap((entry) => {
    const name = path === '' ? entry.name : `${path}/${entry.name}`;
    if (entry.isDirectory()) return path === '' ? [] : [`directory ${name}`, ...list(name)];
    return [`${entry.isFile() ? 'file' : 'special'} ${name}`];
  });
}

const special = (line) => line.startsWith('special ');
const lines = [...list('').filter(special), ...directories.flatMap((name) => list(name))];
const sorted = lines.map((line) => Buffer.from(`${line}\n`)).sort(Buffer.compare);
process.stdout.write(Buffer.concat(sorted));
