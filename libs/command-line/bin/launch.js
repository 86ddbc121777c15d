// The programs are compiled, but these launchers are not: npm links files that exist when it
// installs, which is before the first build.
const { existsSync } = require('node:fs');
const path = require('node:path');

module.exports = function launch(name) {
  const compiled = path.join(__dirname, '..', 'dist', 'programs', `${name}.js`);
  if (!existsSync(compiled)) {
    process.stderr.write(`${name} is not compiled yet: run \`npm run build\`\n`);
    process.exitCode = 70;
    return;
  }
  require(compiled);
};
