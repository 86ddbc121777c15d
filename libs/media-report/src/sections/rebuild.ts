import type { MediaDescription } from '@aero-guest-tools/media-description';
import { html, trusted, type Html } from '../html/html';

/** A line break inside a value is shown as an escape, since it could start a command of its own. */
const LINE_BREAK = trusted('\n');

/** The manifest's name for a spec of which only some drivers were chosen. */
const CHOSEN_SPEC = 'packaging-spec.json';

/** The commands that make the same media again. */
export function rebuildSection(description: MediaDescription): Html {
  return html`<section aria-labelledby="rebuild">
    <h2 id="rebuild">Build them again</h2>
    <p>
      The same inputs give the same bytes, on every machine. Name your copy of the source in place
      of the first path; it is refused if it is another
      one.${
        isGuessed(description)
          ? ' Only some drivers or guests of a spec were chosen, which the media do not record: compare the hashes.'
          : undefined
      }
    </p>
    <pre
      tabindex="0"
      role="region"
      aria-label="Commands"
    ><code>${rebuildCommands(description).flatMap((line) => [line, LINE_BREAK])}</code></pre>
  </section>`;
}

/** Whether the media do not record the options that they were built with. */
function isGuessed({ manifest, choice }: MediaDescription): boolean {
  return manifest.provenance.packaging_spec_path === CHOSEN_SPEC && choice === undefined;
}

/** The commands, as lines for a POSIX shell. */
export function rebuildCommands(description: MediaDescription): readonly string[] {
  const { manifest, source, volumeId, setupDrivers, outputs } = description;
  const { version, build_id: buildId, source_date_epoch: epoch } = manifest.package;
  const { windows_device_contract_path: contract } = manifest.provenance;
  const isCommit = /^[0-9a-f]{40}$/.test(buildId);
  const options: readonly (readonly [string, string?])[] = [
    ...(source !== undefined && source.kind !== 'directory'
      ? [['--sha256', source.sha256] as const]
      : []),
    ...specOptions(description),
    ['--windows-device-contract', contract],
    ['--signing-policy', manifest.signing_policy],
    ['--version', version],
    ['--build-id', buildId],
    ...(volumeId === undefined ? [] : [['--volume-id', volumeId] as const]),
    ...(setupDrivers ? [['--setup-drivers'] as const] : []),
    ['--source-date-epoch', String(epoch)],
  ];
  return [
    ...(isCommit ? [`git checkout ${buildId}`] : []),
    `npx aero-guest-tools build ${sourceName(description)} \\`,
    ...options.map(
      ([name, value], index) =>
        `  ${name}${value === undefined ? '' : ` ${quoted(value)}`}${index < options.length - 1 ? ' \\' : ''}`,
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

/** The options for the spec: those of the build, or else what the media record. */
function specOptions({
  manifest,
  drivers,
  choice,
}: MediaDescription): readonly (readonly [string, string?])[] {
  const { packaging_spec_path: spec } = manifest.provenance;
  if (spec !== CHOSEN_SPEC) return [['--spec', spec]];
  const { windows, architectures, strictOptional, ...chosen } = choice ?? {
    windows: manifest.target?.windows,
    architectures: manifest.target?.architectures,
    drivers: [...new Set(drivers.map(({ name }) => name))],
    strictOptional: false,
    spec: undefined,
  };
  return [
    ...(chosen.spec === undefined ? [] : [['--spec', chosen.spec] as const]),
    ...(windows === undefined ? [] : [['--windows', windows] as const]),
    ...(architectures === undefined ? [] : [['--arch', architectures.join(',')] as const]),
    ...(chosen.drivers === undefined ? [] : [['--drivers', chosen.drivers.join(',')] as const]),
    ...(strictOptional ? [['--strict-optional'] as const] : []),
  ];
}

function sourceName({ source }: MediaDescription): string {
  if (source?.kind === 'iso') return 'path/to/virtio-win.iso';
  if (source?.kind === 'zip') return 'path/to/drivers.zip';
  return 'path/to/drivers';
}

/**
 * An argument for a POSIX shell: in single quotes if it contains anything that a shell might
 * interpret.
 */
function quoted(argument: string): string {
  return /^[\w./,:=@%+-]+$/.test(argument)
    ? argument
    : `'${argument.replaceAll("'", String.raw`'\''`)}'`;
}
