import { InputError } from '@aero-guest-tools/diagnostics';
import type { ExecutorContext } from '@nx/devkit';
import { fromWorkspace, toWorkspace } from './workspace-path';

/**
 * The build directory of the current configuration. Only the configuration sets it: all tasks of a
 * configuration must agree on it, and no two configurations, of any project, may share one.
 *
 * @returns The absolute path.
 * @throws InputError if it is not the directory of the configuration, or also that of another one.
 */
export function buildDirectoryOf(
  options: { readonly buildDirectory: string },
  context: ExecutorContext,
): string {
  const directory = fromWorkspace(context, options.buildDirectory);
  const { projectName = '', targetName = '', configurationName = '' } = context;
  const owners = ownersOf(directory, targetName, context);
  const self = `${projectName}:${targetName}:${configurationName}`;
  if (owners.length === 1 && owners[0] === self) return directory;
  if (owners.includes(self)) {
    throw new InputError({
      id: 'nx.build-directory-shared',
      message: 'two configurations have the same buildDirectory',
      found: `${JSON.stringify(options.buildDirectory)} in ${owners.join(' and ')}`,
      expected: 'a directory for each configuration of each project',
      remedy: 'give each its own, the same for all tasks of the configuration',
    });
  }
  throw new InputError({
    id: 'nx.build-directory-foreign',
    message: 'the option buildDirectory does not belong to the configuration',
    found: JSON.stringify(options.buildDirectory),
    expected: JSON.stringify(configuredDirectory(context)),
    remedy: 'leave the option out: the configuration sets it',
  });
}

/** The configurations of the target, in any project, that have this build directory. */
function ownersOf(
  directory: string,
  targetName: string,
  context: ExecutorContext,
): readonly string[] {
  return Object.entries(context.projectsConfigurations.projects).flatMap(([project, { targets }]) =>
    Object.entries(targets?.[targetName]?.configurations ?? {})
      .filter(([, { buildDirectory }]) => isSamePath(buildDirectory, directory, context))
      .map(([configuration]) => `${project}:${targetName}:${configuration}`),
  );
}

function isSamePath(option: unknown, directory: string, context: ExecutorContext): boolean {
  return typeof option === 'string' && fromWorkspace(context, option) === directory;
}

function configuredDirectory(context: ExecutorContext): string {
  const configuration = context.target?.configurations?.[context.configurationName ?? ''] as
    { readonly buildDirectory?: string } | undefined;
  return toWorkspace(context, fromWorkspace(context, configuration?.buildDirectory ?? ''));
}
