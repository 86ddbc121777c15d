import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type * as nxDevkit from '@nx/devkit';
import type {
  CreateNodesContextV2,
  CreateNodesResult,
  CreateNodesV2,
  ProjectConfiguration,
} from '@nx/devkit';
import { installedKeys } from '../targets/installed-keys';
import { installedPlugin } from '../targets/installed-plugin';
import { defaultProjectName } from '../targets/media-project';
import { mediaTargets } from '../targets/media-targets';
import { GUEST_MEDIA_FILE, parseGuestMedia } from './guest-media';

/**
 * The result for each file, valid while the file is unchanged; the Nx daemon keeps this process
 * alive.
 */
const cache = new Map<string, { readonly sha256: string; readonly result: CreateNodesResult }>();

/**
 * Makes a project of every folder with a guest-media.json. Nx 20 to 22 look for the name
 * `createNodesV2`, later ones for `createNodes`; the form is the same.
 */
export const createNodesV2: CreateNodesV2 = [
  `**/${GUEST_MEDIA_FILE}`,
  (files, _options, context) => {
    const results: [string, CreateNodesResult][] = [];
    const errors: [string, Error][] = [];
    for (const file of files) {
      try {
        results.push([file, resultOf(file.replaceAll('\\', '/'), context)]);
      } catch (error) {
        errors.push([file, error instanceof Error ? error : new Error(String(error))]);
      }
    }
    if (errors.length === 0) return results;
    // Most runs do not need it, and it takes longer to load than everything else here.
    const devkit = require('@nx/devkit') as typeof nxDevkit;
    throw new devkit.AggregateCreateNodesError(errors, results);
  },
];

export const createNodes = createNodesV2;

function resultOf(file: string, { workspaceRoot }: CreateNodesContextV2): CreateNodesResult {
  const source = readFileSync(join(workspaceRoot, file));
  const sha256 = createHash('sha256').update(source).digest('hex');
  const path = join(workspaceRoot, file);
  const known = cache.get(path);
  if (known?.sha256 === sha256) return known.result;
  const project = projectConfiguration(source, file, workspaceRoot);
  const result = { projects: { [project.root]: project } };
  cache.set(path, { sha256, result });
  return result;
}

function projectConfiguration(
  source: Uint8Array,
  file: string,
  workspaceRoot: string,
): ProjectConfiguration {
  const { name, project } = parseGuestMedia(source, file);
  return {
    root: project.root,
    name: name ?? defaultProjectName(project.root),
    projectType: 'application',
    targets: mediaTargets(project, installedKeys(installedPlugin(workspaceRoot))),
  };
}
