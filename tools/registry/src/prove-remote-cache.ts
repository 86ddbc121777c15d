import { startRemoteCache } from '@aero-guest-tools/cache-server';
import { builtHashes, CACHED_TASKS, hits, TARGET } from './media';
import type { Proof } from './proof';
import type { NxWorkspace } from './workspace';

/**
 * Builds in a workspace that may write to a shared cache, and then where nothing is left of that but what
 * is committed, at another place, which may only read.
 */
export async function proveRemoteCache(
  proof: Proof,
  workspace: NxWorkspace,
  expected: readonly string[],
): Promise<void> {
  const name = `Nx ${workspace.installedVersion('nx')}`;
  const cache = await startRemoteCache();
  const environment = (token: string): NodeJS.ProcessEnv => ({
    ...cache.environment(token),
    NO_PROXY: '127.0.0.1',
  });
  try {
    workspace.forget();
    const uploaded = workspace.build(TARGET, environment(cache.readWrite));
    proof.check(`${name}: hits in a shared cache that is empty`, hits(uploaded), []);
    proof.check(`${name}: entries that it has then`, cache.entries().length, CACHED_TASKS.length);

    workspace.moveTo(`${workspace.directory} of another machine`);
    workspace.forget();
    const downloaded = workspace.build(TARGET, environment(cache.readOnly));
    proof.check(
      `${name}: hits in the shared cache from another workspace`,
      hits(downloaded, 'remote cache'),
      CACHED_TASKS,
    );
    proof.check(`${name}: the same bytes`, builtHashes(workspace), expected);
  } finally {
    await cache.stop();
  }
}
