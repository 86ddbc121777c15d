import { documentedCommands, OWN_WORKSPACE } from './documented-commands';
import { builtHashes, CACHED_TASKS, hits, TARGET } from './media';
import type { Proof } from './proof';
import type { NxWorkspace, NxVersions } from './workspace';

/** The parts of a manifest that tell whom the media are for. */
interface Manifest {
  readonly target: { readonly windows: string; readonly architectures: readonly string[] };
  readonly drivers: readonly { readonly name: string }[];
}

/**
 * Types the commands of the page into an empty workspace, one after the other: the plugin installs,
 * generates and builds what a build in this repository does.
 */
export function provePage(
  proof: Proof,
  workspace: NxWorkspace,
  { versions: [nx], expected }: { versions: NxVersions; expected: readonly string[] },
): void {
  const name = `Nx ${nx}, ${workspace.packageManager}`;
  const { commands, json } = documentedCommands(OWN_WORKSPACE.page, OWN_WORKSPACE.heading);
  for (const command of commands) {
    workspace.type(command);
    proof.check(`${name}: ${command}`, true, true);
  }
  proof.check(`${name}: the version of nx`, workspace.installedVersion('nx'), nx);
  proof.check(`${name}: copies of nx`, workspace.copiesOf('nx').length, 1);
  proof.check(`${name}: the bytes of a build in the repository`, builtHashes(workspace), expected);

  const { target, drivers } = workspace.readJson('dist/guests/w11/manifest.json') as Manifest;
  proof.check(`${name}: media for Windows 11`, target.windows, 'w11');
  proof.check(`${name}: its drivers`, drivers.map((driver) => driver.name).toSorted(), [
    'netkvm',
    'vioscsi',
  ]);
  // Another entry of guest-media.json is another configuration of every task.
  workspace.build(TARGET);
  proof.check(`${name}: hits without a change`, hits(workspace.build(TARGET)), CACHED_TASKS);

  for (const [index, text] of json.entries()) {
    workspace.write(`by-hand-${String(index)}/guest-media.json`, text);
  }
  const projects = workspace.nx(['show', 'projects', '--json']);
  proof.check(
    `${name}: what is written by hand is a project, too`,
    (JSON.parse(projects.slice(projects.indexOf('['))) as string[]).toSorted(),
    ['guests', ...json.map((_, index) => `by-hand-${String(index)}`)].toSorted(),
  );
}
