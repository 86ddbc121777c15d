import type { TargetConfiguration } from '@nx/devkit';
import type { MediaKeys, TaskDependency, TaskInput } from './media-keys';
import {
  buildDirectoryPath,
  defined,
  type MediaConfiguration,
  type MediaProject,
} from './media-project';
import { declaredFile } from './project-file';
import { TASK_NAMES, type TaskName } from './task-name';

/**
 * The specifics of a task. Its outputs, and those of other tasks, are below the build directory.
 */
interface Task {
  /** `false` if every build has to run it; undefined if it can come from a cache. */
  readonly cache?: false;
  readonly dependsOn?: readonly TaskDependency[];
  /** Files and variables that are inputs, besides its code. */
  readonly inputs?: (project: MediaProject, keys: MediaKeys) => readonly TaskInput[];
  /** Outputs of earlier tasks that it reads. */
  readonly reads?: readonly string[];
  readonly outputs: readonly string[];
  readonly options?: (project: MediaProject, keys: MediaKeys) => object;
  readonly configuration?: (media: MediaConfiguration) => object;
}

const TASKS: Readonly<Record<TaskName, Task>> = {
  'fetch-virtio-win': {
    cache: false,
    inputs: (project) => lockFiles(project).map((file) => declaredFile(project, file)),
    outputs: ['virtio-win.json'],
    configuration: (media) => ({ ...sourceOptions(media), sha256: media.sha256 }),
  },
  'extract-drivers': {
    dependsOn: ['fetch-virtio-win'],
    inputs: (project, keys) => keys.specValues(project),
    reads: ['virtio-win.json'],
    outputs: ['driver-pack'],
    configuration: (media) => ({ spec: media.spec, ...sourceOptions(media) }),
  },
  'generate-devices-cmd': {
    inputs: (project, keys) => keys.contracts(project),
    outputs: ['config/devices.cmd', 'windows-device-contract.json'],
    configuration: ({ windowsDeviceContract }) => ({ windowsDeviceContract }),
  },
  'validate-spec': {
    dependsOn: ['extract-drivers', 'generate-devices-cmd'],
    inputs: (project, keys) => keys.specs(project),
    reads: ['driver-pack/drivers/**/*', 'windows-device-contract.json'],
    outputs: ['packaging-spec.json', 'validation-report.json'],
    configuration: ({ spec }) => ({ spec }),
  },
  'stage-media': {
    dependsOn: ['validate-spec', 'extract-drivers', 'generate-devices-cmd'],
    inputs: (project, keys) => [
      ...keys.payload(project),
      { env: 'AERO_GUEST_TOOLS_SIGNING_POLICY' },
      { env: 'AERO_GUEST_TOOLS_VERSION' },
      ...keys.commands(project),
    ],
    reads: [
      'driver-pack/**/*',
      'config/devices.cmd',
      'windows-device-contract.json',
      'packaging-spec.json',
      'validation-report.json',
    ],
    outputs: ['staged/generated', 'staged/manifest.json', 'staged/plan.json'],
    options: (project, keys) => ({
      guestToolsDirectory: project.guestToolsDirectory,
      mediaSources: keys.mediaSources(project),
    }),
    configuration: ({ signingPolicy, volumeId, setupDrivers }) => ({
      defaultSigningPolicy: signingPolicy,
      volumeId,
      setupDrivers,
    }),
  },
  'make-iso': {
    dependsOn: ['stage-media'],
    reads: ['staged/plan.json'],
    outputs: ['iso/aero-guest-tools.iso', 'iso/aero-guest-tools.iso.sha256'],
  },
  'make-zip': {
    dependsOn: ['stage-media'],
    reads: ['staged/plan.json'],
    outputs: ['zip/aero-guest-tools.zip', 'zip/aero-guest-tools.zip.sha256'],
  },
  package: {
    cache: false,
    dependsOn: [
      // So that package accepts the options of stage-media.
      { target: 'stage-media', params: 'forward' },
      'validate-spec',
      'make-iso',
      'make-zip',
    ],
    reads: ['{iso,zip}/*', 'staged/*.json', 'validation-report.json'],
    outputs: [
      'aero-guest-tools.iso',
      'aero-guest-tools.zip',
      'manifest.json',
      'aero-guest-tools.manifest.json',
    ],
  },
  report: {
    dependsOn: [
      // So that report accepts the options of stage-media.
      { target: 'package', params: 'forward' },
      { target: 'stage-media', params: 'forward' },
      'extract-drivers',
      'validate-spec',
    ],
    reads: [
      'aero-guest-tools.*',
      'manifest.json',
      'staged/*.json',
      'validation-report.json',
      'driver-pack/licenses/**/*',
      'driver-pack/warnings.json',
    ],
    outputs: ['report.html'],
  },
};

/**
 * The targets of a media project. They are the same whether Nx infers them from a guest-media.json
 * or a project.json lists them. Inputs cannot differ between configurations, so every task has
 * those of all media, and the tasks after it depend on its outputs.
 */
export function mediaTargets(
  project: MediaProject,
  keys: MediaKeys,
): Record<TaskName, TargetConfiguration> {
  return Object.fromEntries(
    TASK_NAMES.map((name) => [name, mediaTarget(name, project, keys)]),
  ) as Record<TaskName, TargetConfiguration>;
}

function mediaTarget(name: TaskName, project: MediaProject, keys: MediaKeys): TargetConfiguration {
  const { [name]: task } = TASKS;
  const anyBuildDirectory = buildDirectoryPath(project, '*');
  return {
    executor: `${keys.plugin}:${name}`,
    cache: task.cache ?? true,
    dependsOn: [...keys.tasksBefore(name), ...(task.dependsOn ?? [])],
    inputs: [
      ...keys.code(name),
      ...(task.inputs?.(project, keys) ?? []),
      ...(task.reads ?? []).map((path) => ({
        dependentTasksOutputFiles: `${anyBuildDirectory}/${path}`,
      })),
    ],
    outputs: task.outputs.map((path) => `{options.buildDirectory}/${path}`),
    ...(task.options && { options: defined(task.options(project, keys)) }),
    defaultConfiguration: project.media[0].name,
    configurations: Object.fromEntries(
      project.media.map((media) => [
        media.name,
        defined({
          buildDirectory: buildDirectoryPath(project, media.name),
          ...task.configuration?.(media),
        }),
      ]),
    ),
  };
}

/** A source alone is always used; with a variable, it is used only if the variable is not set. */
function sourceOptions(media: MediaConfiguration): object {
  const { source, sourceVariable, sourceLayout, certPath, lock } = media;
  return {
    ...(sourceVariable === undefined ? { source } : { sourceVariable, defaultSource: source }),
    sourceLayout,
    certPath,
    lock,
  };
}

function lockFiles({ media }: MediaProject): readonly string[] {
  return [...new Set(media.flatMap(({ lock }) => (lock === undefined ? [] : [lock])))].toSorted();
}
