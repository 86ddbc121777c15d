// What `nx release` writes into CHANGELOG.md: the subjects of the commits since the last release that touched what is
// published. Subjects are sentences here; Nx by itself looks for prefixes such as `feat:` and finds nothing to tell.
const { execFileSync } = require('node:child_process');
const { join } = require('node:path');
const { default: DefaultChangelogRenderer } = require('nx/release/changelog-renderer');

const ROOT = join(__dirname, '../..');

/** Git pathspecs of what the packages are made of, without tests. */
const PUBLISHED = [
  'executors',
  'guest-tools',
  'libs',
  'packages',
  'specs',
  ':(exclude)guest-tools/tests',
  ':(exclude,glob)**/*.spec.ts',
  ':(exclude,glob)**/*.fixture.ts',
];

function git(...args) {
  return execFileSync('git', args, {
    cwd: ROOT,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'ignore'],
  }).trim();
}

/** The tag of the last release before HEAD; undefined before the first one. */
function lastRelease() {
  try {
    return git('describe', '--tags', '--match=v[0-9]*', '--abbrev=0');
  } catch {
    return undefined;
  }
}

module.exports = class CommitSubjectsRenderer extends DefaultChangelogRenderer {
  async render() {
    const tag = lastRelease();
    // What the first version brings is written by hand.
    if (tag === undefined) return super.render();
    const subjects = git(
      'log',
      '--reverse',
      '--no-merges',
      '--format=%s',
      `${tag}..HEAD`,
      '--',
      ...PUBLISHED,
    );
    if (subjects === '') return super.render();
    const lines = subjects.split('\n').map((subject) => `- ${subject}`);
    return [this.renderVersionTitle(), '', ...lines].join('\n');
  }
};
