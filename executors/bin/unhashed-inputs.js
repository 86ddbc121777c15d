// Prints what stage-media depends on besides what Nx hashes, as a runtime input of the target. Nx counts
// what a command prints, also if it fails; so this prints lines of which each names what it tells, and
// never where the workspace is.
const { execFileSync } = require('node:child_process');
const { createHash } = require('node:crypto');
const { readdirSync, readFileSync } = require('node:fs');
const { dirname, join, relative, resolve } = require('node:path');

const PAYLOAD_DIRECTORIES = new Set(['certs', 'config', 'drivers', 'licenses', 'tools']);
const PAYLOAD_FILES =
  /^(?:README\.md|THIRD_PARTY_NOTICES\.md|(?:setup|uninstall|verify)\.cmd|verify\.ps1)$/;

/**
 * A line for what is neither a file nor a directory, for the directory that must be there, and, if
 * contents are wanted, for each file.
 */
function payloadLines(directory, { contents = false } = {}, path = '') {
  let entries;
  try {
    entries = readdirSync(join(directory, path), { withFileTypes: true });
  } catch {
    return [];
  }
  return entries.flatMap((entry) => {
    const name = path === '' ? entry.name : `${path}/${entry.name}`;
    if (entry.isFile()) {
      if (!contents || (path === '' && !PAYLOAD_FILES.test(name))) return [];
      return [`file ${name} ${sha256(join(directory, name))}`];
    }
    if (!entry.isDirectory()) return [`special ${name}`];
    if (path === '' && !PAYLOAD_DIRECTORIES.has(name)) return [];
    return [
      ...(name === 'config' ? [`directory ${name}`] : []),
      ...payloadLines(directory, { contents }, name),
    ];
  });
}

/**
 * Where the files for the guest are shipped, which a plan names them by: package managers put them in different
 * places, but no machine has a name in it.
 */
function shippedLine(root) {
  for (const specs of ['@aero-guest-tools/media/specs', '@aero-guest-tools/specs']) {
    try {
      const directory = dirname(dirname(require.resolve(`${specs}/package.json`)));
      return `shipped ${relative(root, directory).replaceAll('\\', '/')}`;
    } catch {
      // The next one, then.
    }
  }
  return 'shipped nowhere';
}

function sha256(file) {
  try {
    return createHash('sha256').update(readFileSync(file)).digest('hex');
  } catch {
    return 'unreadable';
  }
}

/** `<time> <commit>` as src/newest-commit.ts finds them; nothing without git or a commit. */
function newestCommit(root, pathspecs) {
  const args = ['rev-list', '--max-count=1', '--timestamp', 'HEAD', '--', ...pathspecs];
  try {
    const stdio = ['ignore', 'pipe', 'ignore'];
    return execFileSync('git', args, { cwd: root, encoding: 'utf8', stdio }).trim();
  } catch {
    return '';
  }
}

/** What the environment says of build id and time, or else what git says. */
function recordedCommit(root, pathspecs, environment) {
  const { AERO_GUEST_TOOLS_BUILD_ID: buildId, SOURCE_DATE_EPOCH: sourceDateEpoch } = environment;
  const isChosen = buildId && sourceDateEpoch;
  const [time = '', commit = ''] = isChosen ? [] : newestCommit(root, pathspecs).split(' ');
  return [`build id ${buildId || commit}`, `source date epoch ${sourceDateEpoch || time}`];
}

/** The lines in byte order. */
exports.unhashedInputs = ({ root, payload, contents, mediaSources, environment }) => {
  const lines = [
    ...(payload === undefined
      ? [shippedLine(root)]
      : payloadLines(resolve(root, payload), { contents })),
    ...recordedCommit(root, mediaSources, environment),
  ];
  return Buffer.concat(lines.map((line) => Buffer.from(`${line}\n`)).sort(Buffer.compare));
};

if (require.main === module) {
  const args = process.argv.slice(2);
  const end = args.indexOf('--');
  const [option, payload] = args.slice(0, end);
  if (end < 0 || (option !== undefined && (option !== '--payload' || payload === undefined)))
    throw new Error('usage: unhashed-inputs [--payload <directory>] -- <pathspec>...');
  process.stdout.write(
    exports.unhashedInputs({
      root: process.cwd(),
      payload,
      contents: true,
      mediaSources: args.slice(end + 1),
      environment: process.env,
    }),
  );
}
