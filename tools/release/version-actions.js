// How `nx release` reads and writes the version, which is one for both packages: in their manifests, in the exact
// dependency of one on the other, in the engine's, which the media record, and in the repository's own.
const { VersionActions } = require('nx/release');

const ENGINE = 'libs/media/package.json';
const ROOT = 'package.json';
const LOCK = 'package-lock.json';
const NX_PLUGIN = 'packages/nx/package.json';
const MEDIA = '@aero-guest-tools/media';

/** Writes one property, and leaves the text as it is formatted. */
function edit(tree, path, before, after) {
  const text = tree.read(path, 'utf8');
  if (!text.includes(before)) throw new Error(`${path} has no ${before}`);
  tree.write(path, text.replace(before, after));
}

module.exports = class PackageVersionActions extends VersionActions {
  // The projects of a release are beside this file: a project in the folder of a package would be taken for
  // the library of the same name.
  validManifestFilenames = ['package.json'];

  async init() {}

  async validate() {}

  async readCurrentVersionFromSourceManifest(tree) {
    const name = this.projectGraphNode.name.replace('published-', '');
    const manifestPath = `packages/${name}/package.json`;
    const { version } = JSON.parse(tree.read(manifestPath, 'utf8'));
    return { currentVersion: version, manifestPath };
  }

  // The version on the disk is the one that counts.
  async readCurrentVersionFromRegistry() {
    return null;
  }

  async readCurrentVersionOfDependency() {
    return { currentVersion: null, dependencyCollection: null };
  }

  async updateProjectVersion(tree, newVersion) {
    const { currentVersion, manifestPath } = await this.readCurrentVersionFromSourceManifest(tree);
    const property = (version) => `"version": "${version}"`;
    edit(tree, manifestPath, property(currentVersion), property(newVersion));
    if (manifestPath === NX_PLUGIN) {
      const dependency = (version) => `"${MEDIA}": "${version}"`;
      edit(tree, manifestPath, dependency(currentVersion), dependency(newVersion));
    } else {
      const recorded = (version) => `"packagerVersion": "${version}"`;
      edit(tree, ENGINE, recorded(currentVersion), recorded(newVersion));
      edit(tree, ROOT, property(currentVersion), property(newVersion));
      // npm writes the version of the root at the top of its lock, and again with its dependencies.
      const ofRoot = (version, indent) =>
        `"name": "aero-guest-tools-packaging",\n${indent}${property(version)}`;
      for (const indent of ['  ', '      ']) {
        edit(tree, LOCK, ofRoot(currentVersion, indent), ofRoot(newVersion, indent));
      }
    }
    return [`${manifestPath}: ${currentVersion} -> ${newVersion}`];
  }

  // Done above: the two never have different versions.
  async updateProjectDependencies() {
    return [];
  }
};
