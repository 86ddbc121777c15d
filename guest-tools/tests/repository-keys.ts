import type { MediaKeys } from '@aero-guest-tools/executors/dist/targets/media-keys';
import { declaredTarget } from './media-project';

/**
 * The keys of a media project in this repository, which develops the plugin that builds it: sources
 * and npm packages stand for the code, and all specs for those of the project.
 */
export const REPOSITORY_KEYS: MediaKeys = {
  plugin: '@aero-guest-tools/executors',
  tasksBefore: (task) => [
    { projects: ['executors'], target: 'build' },
    ...(task === 'fetch-virtio-win' ? [{ projects: ['sample-virtio-win'], target: 'image' }] : []),
  ],
  code: (task) =>
    ['compiler', 'executor', ...declaredTarget(task).code] as ReturnType<MediaKeys['code']>,
  specs: () => ['{workspaceRoot}/specs/packaging/*.json'],
  specValues: () => [
    { json: '{workspaceRoot}/specs/packaging/*.json', excludeFields: ['$schema'] },
  ],
  contracts: () => ['{workspaceRoot}/specs/contracts/*.json'],
  payload: () => ['payload'],
  commands: () => [{ runtime: 'node tools/unhashed-inputs.js' }],
  mediaSources: () => declaredTarget('stage-media').options['mediaSources'] as string[],
};
