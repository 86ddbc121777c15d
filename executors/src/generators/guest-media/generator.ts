import { execSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, posix, relative } from 'node:path';
import { InputError } from '@aero-guest-tools/diagnostics';
import { shippedFiles } from '@aero-guest-tools/media/shipped-files';
import { DEFAULT_WINDOWS_TARGET } from '@aero-guest-tools/windows-target';
import {
  formatFiles,
  getPackageManagerCommand,
  logger,
  readJson,
  writeJson,
  type GeneratorCallback,
  type Tree,
} from '@nx/devkit';
import {
  GUEST_MEDIA_FILE,
  parseGuestMedia,
  type GuestMediaJson,
} from '../../inference/guest-media';
import { installedKeys } from '../../targets/installed-keys';
import { installedPlugin } from '../../targets/installed-plugin';
import { defaultProjectName } from '../../targets/media-project';
import { mediaTargets } from '../../targets/media-targets';
import initGenerator from '../init/generator';
import { LOCK_FILE, newMedia, type NewMediaOptions } from './new-media';

export interface GuestMediaOptions extends NewMediaOptions {
  readonly directory: string;
  readonly name?: string;
  readonly lock?: boolean;
  readonly explicit?: boolean;
  readonly skipFormat?: boolean;
}

/**
 * Makes a project that builds media, or adds media to the guest-media.json of an existing one.
 *
 * @throws InputError if there are media of the name already, or for what guest-media.json refuses.
 */
export default async function guestMediaGenerator(
  tree: Tree,
  options: GuestMediaOptions,
): Promise<GeneratorCallback> {
  const root = posix.normalize(options.directory.replaceAll('\\', '/')).replace(/(?<=.)\/$/, '');
  const file = posix.join(root, GUEST_MEDIA_FILE);
  const before = tree.exists(file) ? readJson<GuestMediaJson>(tree, file) : undefined;
  const { name, json, files, windows, unpinned } = newMedia(root, options);
  if (before?.media[name] !== undefined) throw alreadyThere(file, name);

  const guestMedia: GuestMediaJson = {
    ...schemaReference(tree, root),
    ...(options.name !== undefined && { name: options.name }),
    ...before,
    media: { ...before?.media, [name]: json },
  };
  const text = `${JSON.stringify(guestMedia, null, 2)}\n`;
  const parsed = parseGuestMedia(text, file);
  const project = parsed.name ?? defaultProjectName(root);
  const written = new Map([...files].map(([path, contents]) => [posix.join(root, path), contents]));
  const existing = [...written.keys()].find((path) => tree.exists(path));
  if (existing !== undefined) throw alreadyThere(existing, name);
  for (const [path, contents] of written) tree.write(path, contents);

  if (options.explicit === true) {
    writeTargets(tree, root, parsed, project);
  } else {
    tree.write(file, text);
    await initGenerator(tree, { skipFormat: true });
  }
  if (options.skipFormat !== true) await formatFiles(tree);
  return () => {
    if (unpinned === undefined) return;
    pin(tree.root, {
      task: `${project}:fetch-virtio-win:${name}`,
      url: unpinned,
      windows: [...new Set([...listedWindows(tree, posix.join(root, LOCK_FILE)), windows])],
      write: options.lock === true,
    });
  };
}

/**
 * The Windows whose drivers the existing lock lists: a project has one lock for all of its media.
 */
function listedWindows(tree: Tree, lock: string): readonly string[] {
  if (!tree.exists(lock)) return [];
  const { windows, files } = readJson<{
    readonly windows?: readonly string[];
    readonly files?: readonly unknown[];
  }>(tree, lock);
  return windows ?? (files === undefined ? [] : [DEFAULT_WINDOWS_TARGET.id]);
}

/** The parts of a project.json that are read. */
interface ProjectJson {
  readonly $schema?: string;
  readonly name?: string;
  readonly projectType?: string;
  readonly targets?: object;
}

/** Writes the targets explicitly in project.json, beside those of other tools. */
function writeTargets(
  tree: Tree,
  root: string,
  { project }: ReturnType<typeof parseGuestMedia>,
  name: string,
): void {
  const file = posix.join(root, 'project.json');
  const before: ProjectJson = tree.exists(file)
    ? readJson(tree, file)
    : {
        $schema: posix.join(
          posix.relative(root, '.') || '.',
          'node_modules/nx/schemas/project-schema.json',
        ),
        name,
        projectType: 'application',
      };
  const targets = mediaTargets(project, installedKeys(installedPlugin(tree.root)));
  const taken = Object.keys(before.targets ?? {}).find((target) => Object.hasOwn(targets, target));
  if (taken !== undefined) throw alreadyThere(file, taken);
  writeJson(tree, file, { ...before, targets: { ...before.targets, ...targets } });
}

/**
 * The path of the schema for editors, relative to the folder of the project; nothing if that is
 * outside the workspace.
 */
function schemaReference(tree: Tree, root: string): { readonly $schema?: string } {
  const inPlugin = `${installedPlugin(tree.root).directory}/schemas/guest-media.schema.json`;
  const path = existsSync(join(tree.root, inPlugin))
    ? inPlugin
    : relative(tree.root, join(shippedFiles().schemaDirectory, 'guest-media.schema.json'));
  if (path.startsWith('..')) return {};
  return { $schema: posix.relative(root, path.replaceAll('\\', '/')) };
}

/** What a lock is to pin. */
interface Pin {
  /** The task that writes it. */
  readonly task: string;
  readonly url: string;
  /** The ids of the Windows whose drivers it lists. */
  readonly windows: readonly string[];
  /** Whether to write it now. */
  readonly write: boolean;
}

/** Writes the lock, or tells the user how to. */
function pin(workspaceRoot: string, { task, url, windows, write }: Pin): void {
  const list = `--windows=${windows.join(',')}`;
  const command = `${getPackageManagerCommand().exec} nx run ${task} --updateLock ${list}`;
  if (!write) {
    logger.info(`Pin the image once: VIRTIO_WIN_ISO=<URL> ${command}`);
    return;
  }
  // Not passed as an argument, which other users of the machine and the log of Nx would show.
  execSync(command, {
    cwd: workspaceRoot,
    stdio: 'inherit',
    env: { ...process.env, VIRTIO_WIN_ISO: url },
  });
}

function alreadyThere(file: string, name: string): InputError {
  return new InputError({
    file,
    id: 'nx.media-exists',
    message: 'it is there already',
    found: JSON.stringify(name),
    remedy: 'choose another name with --media, or edit the file',
  });
}
