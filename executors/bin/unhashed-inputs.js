// A runtime input of the target: prints what stage-media depends on besides the inputs that Nx
// hashes. Nx hashes what a command prints, even if it fails. So each line names what it is about,
// and none contains the path of the workspace.
const { execFileSync } = require('node:child_process');
const { createHash } = require('node:crypto');
const { readdirSync, readFileSync } = require('node:fs');
const { dirname, join, relative, resolve } = require('node:path');

const PAYLOAD_DIRECTORIES = new Set(['certs', 'config', 'drivers', 'licenses', 'tools']);
const PAYLOAD_FILES =
  /^(?:README\.md|THIRD_PARTY_NOTICES\.md|(?:setup|uninstall|verify)\.cmd|verify\.ps1)$/;

/**
 * A line for anything that is neither a file nor a directory, for the directory that must exist,
 * and, if contents are requested, for each file.
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
 * The location of the shipped files for the guest, by which a plan names them. Package managers use
 * different locations, but no location contains the name of a machine.
 */
function shippedLine(root) {
  for (const specs of ['@aero-guest-tools/media/specs', '@aero-guest-tools/specs']) {
    try {
      const directory = dirname(dirname(require.resolve(`${specs}/package.json`)));
      return `shipped ${relative(root, directory).replaceAll('\\', '/')}`;
    } catch {
      // Try the next one.
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

/** Build id and time from the environment, or else from git. */
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
