import { CACHED_TASKS, hits, TARGET } from './media';
import type { Proof } from './proof';
import type { NxWorkspace } from './workspace';

/** Tasks whose result does not tell the time that the manifest records. */
const WITHOUT_TIME = ['extract-drivers', 'generate-devices-cmd', 'validate-spec'];

/**
 * What makes the media again and what does not, and which projects Nx says are affected. The plugin has
 * another version in the end.
 *
 * @param otherVersion A version of the plugin that is published.
 */
export function proveKeys(proof: Proof, workspace: NxWorkspace, otherVersion: string): void {
  const name = `Nx ${workspace.installedVersion('nx')}`;
  const check = (what: string, expected: readonly string[], env: NodeJS.ProcessEnv = {}): void => {
    proof.check(`${name}: hits ${what}`, hits(workspace.build(TARGET, env)), expected);
  };
  workspace.commit();
  // Nx does not take what came from a shared cache once that is not named any more.
  workspace.build(TARGET);

  workspace.write('README.md', '# A workspace, edited\n');
  proof.check(`${name}: affected by README.md`, workspace.affected(), []);
  workspace.write('guests/README.md', '# Guests\n');
  check('after an edit of README.md, in the folder of the project too', CACHED_TASKS);
  workspace.commit();

  const media = workspace.readJson('guests/guest-media.json') as object;
  workspace.writeJson('guests/guest-media.json', { name: 'guests', ...media });
  proof.check(`${name}: affected by guests/guest-media.json`, workspace.affected(), ['guests']);
  workspace.writeJson('guests/guest-media.json', media);

  workspace.install({ picocolors: '1.1.1' });
  check('with another npm package', CACHED_TASKS);

  check('with another SOURCE_DATE_EPOCH', WITHOUT_TIME, { SOURCE_DATE_EPOCH: '1700000001' });

  workspace.moveTo(`${workspace.directory} elsewhere/checkout`);
  check('in another checkout', CACHED_TASKS);

  workspace.install({ '@aero-guest-tools/nx': otherVersion });
  check('in another version of the plugin', []);
}
