import type { TargetConfiguration } from '@nx/devkit';
import type { MediaProject } from './media-project';
import type { TaskName } from './task-name';

/** An entry of the `inputs` of a target. */
export type TaskInput = NonNullable<TargetConfiguration['inputs']>[number];

/** An entry of the `dependsOn` of a target. */
export type TaskDependency = NonNullable<TargetConfiguration['dependsOn']>[number];

/**
 * The cache keys of a media project's tasks, besides the outputs of earlier tasks: the code that
 * they run, and the files that the project declares. An installed plugin is represented by its
 * version; this repository, where the plugin is developed, by its sources.
 */
export interface MediaKeys {
  /** The package whose executors the targets name. */
  readonly plugin: string;
  /** Tasks of other projects that must run first. */
  tasksBefore(task: TaskName): readonly TaskDependency[];
  /**
   * Inputs that represent the code of a task, and files that tasks of other projects made for it.
   */
  code(task: TaskName): readonly TaskInput[];
  /** The packaging specs of the project, as text. */
  specs(project: MediaProject): readonly TaskInput[];
  /** The packaging specs of the project, as values if Nx supports it. */
  specValues(project: MediaProject): readonly TaskInput[];
  /** The device contracts of the project, as text. */
  contracts(project: MediaProject): readonly TaskInput[];
  /** The files for the guest. */
  payload(project: MediaProject): readonly TaskInput[];
  /**
   * Inputs that only a command can determine: links in the payload, and the commit that the
   * manifest records.
   */
  commands(project: MediaProject): readonly TaskInput[];
  /** Everything that the media are made of, as git pathspecs relative to the workspace root. */
  mediaSources(project: MediaProject): readonly string[];
}
