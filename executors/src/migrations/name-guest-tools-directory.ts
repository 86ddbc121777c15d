import {
  formatFiles,
  getProjects,
  updateProjectConfiguration,
  type TargetConfiguration,
  type Tree,
} from '@nx/devkit';

/** The directory that stage-media used before there was an option for it. */
const FORMER_DIRECTORY = 'guest-tools';

/** The executor, by the current and former names of its package. */
const STAGE_MEDIA = /^@aero-guest-tools\/(?:executors|nx):stage-media$/;

/**
 * Before 1.0.0, `stage-media` took the files for the guest from the folder `guest-tools` of the
 * workspace. Since then it takes the shipped ones unless the target names a directory. To keep the
 * media the same, this migration names the folder in all explicit targets of workspaces that have
 * it.
 */
export default async function nameGuestToolsDirectory(tree: Tree): Promise<void> {
  if (!tree.exists(`${FORMER_DIRECTORY}/setup.cmd`)) return;
  for (const [name, project] of getProjects(tree)) {
    const targets = Object.entries(project.targets ?? {});
    if (!targets.some(([, target]) => isFormer(target))) continue;
    updateProjectConfiguration(tree, name, {
      ...project,
      targets: Object.fromEntries(
        targets.map(([targetName, target]) => [
          targetName,
          isFormer(target)
            ? {
                ...target,
                options: { guestToolsDirectory: FORMER_DIRECTORY, ...(target.options as object) },
              }
            : target,
        ]),
      ),
    });
  }
  await formatFiles(tree);
}

function isFormer({ executor = '', options }: TargetConfiguration): boolean {
  const { guestToolsDirectory } = (options ?? {}) as { readonly guestToolsDirectory?: unknown };
  return STAGE_MEDIA.test(executor) && guestToolsDirectory === undefined;
}
