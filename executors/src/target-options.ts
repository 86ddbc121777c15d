import type { ExecutorContext } from '@nx/devkit';

/**
 * The options of another target of the same project, from project.json and nx.json, for the current
 * configuration; without the defaults of its schema. (`readTargetOptions` of @nx/devkit includes
 * these, but takes longer to load than the task takes.)
 *
 * @throws Error if the project has no such target, which is a defect of project.json.
 */
export function optionsOfTarget(
  target: string,
  { projectsConfigurations, projectName = '', configurationName = '' }: ExecutorContext,
): Readonly<Record<string, unknown>> {
  const declared = projectsConfigurations.projects[projectName]?.targets?.[target];
  if (declared === undefined) throw new Error(`${projectName} has no target ${target}`);
  const { options, configurations } = declared as {
    readonly options?: Record<string, unknown>;
    readonly configurations?: Record<string, Record<string, unknown>>;
  };
  return { ...options, ...configurations?.[configurationName] };
}
