import type { Proof } from './proof';
import type { NxWorkspace } from './workspace';

/** A project whose targets are spelled out as before there was an option for the folder. */
const FORMER_PROJECT = {
  name: 'former',
  targets: {
    'stage-media': { executor: '@aero-guest-tools/nx:stage-media', options: { mediaSources: [] } },
  },
};

/**
 * Updates from one published version to another by `nx migrate`.
 *
 * @param before A version that is older than what the migration names.
 */
export function proveMigration(
  proof: Proof,
  workspace: NxWorkspace,
  { before, after }: { before: string; after: string },
): void {
  const name = `Nx ${workspace.installedVersion('nx')}`;
  // Else it fetches the newest Nx to do it.
  const environment = { NX_MIGRATE_USE_LOCAL: 'true' };
  workspace.install({ '@aero-guest-tools/nx': before });
  workspace.writeJson('former/project.json', FORMER_PROJECT);
  workspace.write('guest-tools/setup.cmd', 'rem\r\n');

  workspace.nxOnline(['migrate', `@aero-guest-tools/nx@${after}`, '--no-interactive'], environment);
  workspace.install();
  proof.check(
    `${name}: nx migrate from ${before}`,
    workspace.installedVersion('@aero-guest-tools/nx'),
    after,
  );
  workspace.nx(['migrate', '--run-migrations', '--skip-install', '--no-interactive'], environment);
  const { targets } = workspace.readJson('former/project.json') as typeof FORMER_PROJECT;
  proof.check(`${name}: what the migration has made of it`, targets['stage-media'].options, {
    guestToolsDirectory: 'guest-tools',
    mediaSources: [],
  });
}
