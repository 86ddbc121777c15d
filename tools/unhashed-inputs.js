// Prints what stage-media depends on besides the contents of files, which is all that Nx hashes:
// symbolic links in the payload, which have to be refused, also where one leads nowhere or to a
// directory; and the build id and the time that the manifest records unless an option says otherwise.
const { execFileSync } = require('node:child_process');
const { readdirSync } = require('node:fs');
const { join } = require('node:path');
const { targets } = require('../guest-tools/project.json');

const root = join(__dirname, '..');
const payloadDirectories = new Set(['certs', 'config', 'drivers', 'licenses', 'tools']);

/** A line for what is neither a file nor a directory, and for the directory that must be there. */
function payload(path) {
  let entries;
  try {
    entries = readdirSync(join(root, 'guest-tools', path), { withFileTypes: true });
  } catch {
    return [];
  }
  return entries.flatMap((entry) => {
    const name = path === '' ? entry.name : `${path}/${entry.name}`;
    if (entry.isFile()) return [];
    if (!entry.isDirectory()) return [`special ${name}`];
    if (path !== '') return payload(name);
    if (!payloadDirectories.has(name)) return [];
    return [...(name === 'config' ? [`directory ${name}`] : []), ...payload(name)];
  });
}

/** `<time> <commit>` as executors/src/newest-commit.ts finds them. */
function newestCommit() {
  const pathspecs = targets['stage-media'].options.mediaSources;
  const args = ['rev-list', '--max-count=1', '--timestamp', 'HEAD', '--', ...pathspecs];
  try {
    const stdio = ['ignore', 'pipe', 'ignore'];
    return execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio }).trim();
  } catch {
    return '';
  }
}

const { AERO_GUEST_TOOLS_BUILD_ID: buildId, SOURCE_DATE_EPOCH: sourceDateEpoch } = process.env;
const [time = '', commit = ''] = buildId && sourceDateEpoch ? [] : newestCommit().split(' ');
const lines = [
  ...payload(''),
  `build id ${buildId || commit}`,
  `source date epoch ${sourceDateEpoch || time}`,
];
const sorted = lines.map((line) => Buffer.from(`${line}\n`)).sort(Buffer.compare);
process.stdout.write(Buffer.concat(sorted));
