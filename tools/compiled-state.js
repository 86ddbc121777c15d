// Prints whether `tsc --build executors` would have nothing to do. Nx then finds the task in its cache
// and leaves the compiled code alone, which a build that runs at the same time may be loading. If it
// would, what is printed was never printed before, so that the task runs.
const { randomUUID } = require('node:crypto');
const { existsSync, readdirSync, readFileSync, statSync } = require('node:fs');
const { join, relative } = require('node:path');

const root = join(__dirname, '..');

/** The directory of a TypeScript project, and those of all projects that it refers to. */
function projectDirectories(directory, found = new Set()) {
  if (found.has(directory)) return found;
  found.add(directory);
  const { references = [] } = JSON.parse(readFileSync(join(directory, 'tsconfig.json'), 'utf8'));
  for (const { path } of references) projectDirectories(join(directory, path), found);
  return found;
}

/** Like tsc, this trusts modification times; unlike tsc, it also looks whether the output is there. */
function isCompiled(directory) {
  const buildInfo = statSync(join(directory, 'dist/tsconfig.tsbuildinfo'), {
    throwIfNoEntry: false,
  });
  if (buildInfo === undefined) return false;
  const isOlder = (path) => statSync(path).mtimeMs <= buildInfo.mtimeMs;
  const sources = readdirSync(join(directory, 'src'), { recursive: true, encoding: 'utf8' }).filter(
    (path) => path.endsWith('.ts') && !/\.(?:spec|fixture)\.ts$/.test(path),
  );
  return (
    isOlder(join(directory, 'tsconfig.json')) &&
    sources.every((path) => {
      const output = join(directory, 'dist', path.replace(/\.ts$/, '.js'));
      return isOlder(join(directory, 'src', path)) && existsSync(output);
    })
  );
}

const stale = [...projectDirectories(join(root, 'executors'))].filter((path) => !isCompiled(path));
console.log(
  stale.length === 0
    ? 'compiled'
    : `${randomUUID()}: ${stale.map((path) => relative(root, path)).join(' ')}`,
);
