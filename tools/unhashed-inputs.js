// Prints what stage-media depends on besides the contents of files, which is all that Nx hashes:
// symbolic links in the payload, which have to be refused, also where one leads nowhere or to a
// directory; and the build id and the time that the manifest records unless an option says otherwise.
const { join } = require('node:path');
const { unhashedInputs } = require('../executors/bin/unhashed-inputs');
const { targets } = require('../guest-tools/project.json');

const { guestToolsDirectory, mediaSources } = targets['stage-media'].options;
process.stdout.write(
  unhashedInputs({
    root: join(__dirname, '..'),
    payload: guestToolsDirectory,
    mediaSources,
    environment: process.env,
  }),
);
