import { isShippedName } from '@aero-guest-tools/media/shipped-files';
import type { MediaKeys } from './media-keys';
import type { MediaProject } from './media-project';
import { declaredFile } from './project-file';

/** The plugin as it is installed in a workspace. */
export interface InstalledPlugin {
  /** The name of its package. */
  readonly name: string;
  /** Its folder, relative to the workspace root, with `/`. */
  readonly directory: string;
}

/** The parts of a guest-tools directory that media use: files at its root, then directories. */
const PAYLOAD_FILES = [
  'README.md',
  'THIRD_PARTY_NOTICES.md',
  'setup.cmd',
  'uninstall.cmd',
  'verify.cmd',
  'verify.ps1',
  'drivers/README.md',
];
const PAYLOAD_DIRECTORIES = ['certs', 'config', 'licenses', 'tools'];

/**
 * The cache keys of a project that uses an installed plugin. The version of the plugin, with those
 * of all its dependencies, represents the code and everything shipped with it; files of the
 * workspace count by their contents.
 *
 * Only forms that every Nx from 20 on supports are used. None of them is an input of dependencies
 * (`^`), beside which Nx drops `externalDependencies`: https://github.com/nrwl/nx/issues/36239
 */
export function installedKeys(plugin: InstalledPlugin): MediaKeys {
  const files = (project: MediaProject, names: readonly string[]): readonly string[] =>
    ownFiles(names).map((file) => declaredFile(project, file));
  return {
    plugin: plugin.name,
    tasksBefore: () => [],
    code: () => [{ externalDependencies: [plugin.name] }],
    specs: (project) => files(project, specsOf(project)),
    specValues: (project) => files(project, specsOf(project)),
    contracts: (project) => files(project, contractsOf(project)),
    payload: (project) =>
      payloadPaths(project, '**/*').map((path) => ({
        fileset: declaredFile(project, path),
        // Nx before 24 does not support it; there, the command below prints the contents.
        includeIgnored: true,
      })),
    commands: (project) => [{ runtime: unhashedInputsCommand(project, plugin) }],
    mediaSources,
  };
}

/** Prints what Nx does not hash: see bin/unhashed-inputs.js. */
function unhashedInputsCommand(project: MediaProject, { directory }: InstalledPlugin): string {
  const { guestToolsDirectory } = project;
  return [
    'node',
    quoted(`${directory}/bin/unhashed-inputs.js`),
    ...(guestToolsDirectory === undefined ? [] : ['--payload', quoted(guestToolsDirectory)]),
    '--',
    ...mediaSources(project).map((path) => quoted(path)),
  ].join(' ');
}

/**
 * Works for sh and for cmd.exe. The code that reads a path decides which characters it may have.
 */
function quoted(path: string): string {
  return `"${path}"`;
}

/** Everything in the project that affects what is on the media, relative to the workspace root. */
function mediaSources(project: MediaProject): readonly string[] {
  const inRoot = (name: string): string =>
    project.root === '.' ? name : `${project.root}/${name}`;
  const locks = project.media.flatMap(({ lock }) => (lock === undefined ? [] : [lock]));
  return [
    inRoot('guest-media.json'),
    inRoot('project.json'),
    ...ownFiles([...specsOf(project), ...contractsOf(project), ...locks]),
    ...payloadPaths(project),
  ];
}

/** @param tree The suffix for the name of a directory. */
function payloadPaths({ guestToolsDirectory }: MediaProject, tree?: string): readonly string[] {
  if (guestToolsDirectory === undefined) return [];
  const prefix = guestToolsDirectory === '.' ? '' : `${guestToolsDirectory}/`;
  return [
    ...PAYLOAD_FILES,
    ...PAYLOAD_DIRECTORIES.map((name) => (tree === undefined ? name : `${name}/${tree}`)),
  ].map((path) => prefix + path);
}

const specsOf = ({ media }: MediaProject): string[] => media.map(({ spec }) => spec);
const contractsOf = ({ media }: MediaProject): string[] =>
  media.map(({ windowsDeviceContract }) => windowsDeviceContract);

/** The files that are not shipped, each once, in byte order. */
function ownFiles(names: readonly string[]): readonly string[] {
  return [...new Set(names.filter((name) => !isShippedName(name)))].toSorted();
}
