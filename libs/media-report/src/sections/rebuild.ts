import type { MediaDescription } from '@aero-guest-tools/media-description';
import { html, trusted, type Html } from '../html';

/** One that a value holds is shown as an escape: it could start a command of its own. */
const LINE_BREAK = trusted('\n');

/** What the manifest calls a spec of which only some drivers were chosen. */
const CHOSEN_SPEC = 'packaging-spec.json';

/** The commands that make the same media again. */
export function rebuildSection(description: MediaDescription): Html {
  return html`<section aria-labelledby="rebuild">
    <h2 id="rebuild">Build them again</h2>
    <p>
      The same inputs give the same bytes, on every machine. Name your copy of the source in place
      of the first path; it is refused if it is another one.
    </p>
    <pre
      tabindex="0"
      role="region"
      aria-label="Commands"
    ><code>${rebuildCommands(description).flatMap((line) => [line, LINE_BREAK])}</code></pre>
  </section>`;
}

/** The commands, as lines for a POSIX shell. */
export function rebuildCommands(description: MediaDescription): readonly string[] {
  const { manifest, source, volumeId, drivers, outputs } = description;
  const { version, build_id: buildId, source_date_epoch: epoch } = manifest.package;
  const { packaging_spec_path: spec, windows_device_contract_path: contract } = manifest.provenance;
  const isCommit = /^[0-9a-f]{40}$/.test(buildId);
  const chosen = [...new Set(drivers.map(({ name }) => name))];
  const options: readonly (readonly [string, string])[] = [
    ...(source !== undefined && source.kind !== 'directory'
      ? [['--sha256', source.sha256] as const]
      : []),
    spec === CHOSEN_SPEC ? (['--drivers', chosen.join(',')] as const) : (['--spec', spec] as const),
    ['--windows-device-contract', contract],
    ['--signing-policy', manifest.signing_policy],
    ['--version', version],
    ['--build-id', buildId],
    ...(volumeId === undefined ? [] : [['--volume-id', volumeId] as const]),
    ['--source-date-epoch', String(epoch)],
  ];
  return [
    ...(isCommit ? [`git checkout ${buildId}`] : []),
    `npx aero-guest-tools build ${sourceName(description)} \\`,
    ...options.map(
      ([name, value], index) =>
        `  ${name} ${quoted(value)}${index < options.length - 1 ? ' \\' : ''}`,
    ),
    ...(outputs.length === 0
      ? []
      : [
          '',
          '# compare',
          `sha256sum aero-guest-tools/*`,
          ...outputs.map(({ name, sha256 }) => `# ${sha256}  ${name}`),
        ]),
  ];
}

function sourceName({ source }: MediaDescription): string {
  if (source?.kind === 'iso') return 'path/to/virtio-win.iso';
  if (source?.kind === 'zip') return 'path/to/drivers.zip';
  return 'path/to/drivers';
}

/** An argument for a POSIX shell: between single quotes if it holds anything that a shell might take for its own. */
function quoted(argument: string): string {
  return /^[\w./,:=@%+-]+$/.test(argument)
    ? argument
    : `'${argument.replaceAll("'", String.raw`'\''`)}'`;
}
