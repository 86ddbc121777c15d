import { join, resolve } from 'node:path';
import type { Proof } from './proof';
import { CHECKOUT, run } from './run';
import { sha256, type NxWorkspace, type TaskOutcome } from './workspace';

/** Genuine drivers, signed for several versions of Windows. */
export const IMAGE = resolve(CHECKOUT, '../shared/virtio-win/virtio-win-0.1.285-subset.iso');

/** The media that are built again and again, which the documented commands make. */
export const PROJECT = 'guests';
export const TARGET = `${PROJECT}:package`;
export const CONFIGURATION = 'w7';

const OUTPUTS = ['aero-guest-tools.iso', 'aero-guest-tools.zip', 'manifest.json'];

/** What comes from the cache where nothing changed that they go by, in the order of a build. */
export const CACHED_TASKS = [
  'extract-drivers',
  'generate-devices-cmd',
  'validate-spec',
  'stage-media',
  'make-iso',
  'make-zip',
] as const;

/** Which of the tasks that are cached came from the cache: from any, or from a certain one. */
export function hits(
  tasks: ReadonlyMap<string, TaskOutcome>,
  from?: TaskOutcome,
): readonly string[] {
  return CACHED_TASKS.filter((task) => {
    const outcome = tasks.get(task);
    return from === undefined ? outcome !== 'ran' && outcome !== undefined : outcome === from;
  });
}

/** The SHA-256 of what a build in this repository makes of the same image. */
export function expectedHashes(proof: Proof): readonly string[] {
  const out = proof.path('expected');
  const program = ['node', 'node_modules/.bin/aero-guest-tools'] as const;
  run(CHECKOUT, [...program, 'build', IMAGE, '--out-dir', out, '--build-id', 'proof'], {
    SOURCE_DATE_EPOCH: '1700000000',
    AERO_GUEST_TOOLS_STORE: proof.store,
  });
  return OUTPUTS.map((output) => sha256(join(out, output)));
}

/** The SHA-256 of what a workspace has built. */
export function builtHashes(workspace: NxWorkspace): readonly string[] {
  return OUTPUTS.map((output) => workspace.sha256(PROJECT, CONFIGURATION, output));
}
