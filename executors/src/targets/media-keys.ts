import type { TargetConfiguration } from '@nx/devkit';
import type { MediaProject } from './media-project';
import type { TaskName } from './task-name';

/** An entry of the `inputs` of a target. */
export type TaskInput = NonNullable<TargetConfiguration['inputs']>[number];

/** An entry of the `dependsOn` of a target. */
export type TaskDependency = NonNullable<TargetConfiguration['dependsOn']>[number];

/**
 * What keys the tasks of a media project besides the outputs of the tasks before them: the code that
 * they run, and the files that the project declares. An installed plugin is keyed by its version; this
 * repository, where the plugin is developed, by its sources.
 */
export interface MediaKeys {
  /** The package whose executors the targets name. */
  readonly plugin: string;
  /** Tasks of other projects that have to come first. */
  tasksBefore(task: TaskName): readonly TaskDependency[];
  /** What stands for the code of a task, and for what tasks of other projects made for it. */
  code(task: TaskName): readonly TaskInput[];
  /** The packaging specs of the project, as text. */
  specs(project: MediaProject): readonly TaskInput[];
  /** The packaging specs of the project, as values if Nx can. */
  specValues(project: MediaProject): readonly TaskInput[];
  /** The device contracts of the project, as text. */
  contracts(project: MediaProject): readonly TaskInput[];
  /** The files for the guest. */
  payload(project: MediaProject): readonly TaskInput[];
  /** What only a command can tell: links in the payload, and the commit that the manifest records. */
  commands(project: MediaProject): readonly TaskInput[];
  /** What the media are made of, as git pathspecs relative to the workspace root. */
  mediaSources(project: MediaProject): readonly string[];
}
