/** The tasks of a media project, in the order of a build. */
export const TASK_NAMES = [
  'fetch-virtio-win',
  'extract-drivers',
  'generate-devices-cmd',
  'validate-spec',
  'stage-media',
  'make-iso',
  'make-zip',
  'package',
  'report',
] as const;

export type TaskName = (typeof TASK_NAMES)[number];
