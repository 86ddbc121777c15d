import type { MediaDescription } from '@aero-guest-tools/media-description';
import { cut, formatRoundedSize } from '../html/format';
import { html, trusted, type Html } from '../html/html';

/** Something that is part of a build. */
interface Link {
  readonly kind: string;
  readonly name: string;
  /** SHA-256 or another identity; empty if there is none. */
  readonly identity: string;
}

/** Where everything came from: a diagram, and the same in words. */
export function provenanceSection(description: MediaDescription): Html {
  const inputs = inputLinks(description);
  const outputs = outputLinks(description);
  const build = buildLink(description);
  return html`<section aria-labelledby="provenance">
    <h2 id="provenance">Where it came from</h2>
    <p>
      What the media were made from. Hashes of the spec and of the contract are those of their
      values, whatever their formatting.
    </p>
    <figure class="panel">
      ${wideChain(inputs, build, outputs)} ${narrowChain(inputs, build, outputs)}
      <details>
        <summary>The same in full</summary>
        <dl class="properties">
          ${[...inputs, build, ...outputs].map(
            ({ kind, name, identity }) =>
              html`<dt>${kind}</dt>
                <dd>
                  ${name}${identity === '' ? undefined : html`<br /><code>${identity}</code>`}
                </dd> `,
          )}
        </dl>
      </details>
    </figure>
  </section>`;
}

function inputLinks({ manifest, source, drivers }: MediaDescription): readonly Link[] {
  const { inputs, provenance } = manifest;
  const contract = inputs.windows_device_contract;
  const payload = manifest.files.filter(
    ({ path }) => !/^(?:drivers|licenses|\$WinPEDriver\$)\//.test(path),
  );
  return [
    source === undefined
      ? { kind: 'Drivers', name: 'a directory', identity: '' }
      : {
          kind: source.kind === 'iso' ? 'Image' : `Drivers, a ${source.kind}`,
          name: `${source.volumeId ?? `a ${source.kind}`}${source.size === undefined ? '' : ` (${formatRoundedSize(source.size)})`}`,
          identity: source.sha256,
        },
    ...(source?.listSha256 === undefined
      ? []
      : [
          {
            kind: 'Lock, list of files',
            name: 'the image was not seen whole',
            identity: source.listSha256,
          },
        ]),
    {
      kind: 'Packaging spec',
      name: provenance.packaging_spec_path,
      identity: provenance.packaging_spec_sha256,
    },
    {
      kind: 'Device contract',
      name: `${contract.contract_name} ${contract.contract_version}`,
      identity: provenance.windows_device_contract_sha256,
    },
    {
      kind: 'Scripts and texts for the guest',
      name: `${String(payload.length)} files${drivers.length === 0 ? '' : ', see the list'}`,
      identity: '',
    },
  ];
}

function buildLink({ manifest }: MediaDescription): Link {
  const { build_id: buildId, version } = manifest.package;
  return {
    kind: `Packager ${manifest.inputs.aero_packager_version}`,
    name: `Aero Guest Tools ${version}`,
    identity: /^[0-9a-f]{40}$/.test(buildId) ? `commit ${buildId}` : `build ${buildId}`,
  };
}

function outputLinks({ outputs }: MediaDescription): readonly Link[] {
  return outputs.length === 0
    ? [{ kind: 'Media', name: 'a directory', identity: '' }]
    : outputs.map(({ name, sha256, size }) => ({
        kind: `Output, ${formatRoundedSize(size)}`,
        name,
        identity: sha256,
      }));
}

const NODE_HEIGHT = 68;
const GAP = 14;

/** A column of inputs, the build, and a column of outputs, from left to right. In pixels. */
function wideChain(inputs: readonly Link[], build: Link, outputs: readonly Link[]): Html {
  const width = 1020;
  const [left, middle, right] = [
    { x: 1, width: 392 },
    { x: 453, width: 236 },
    { x: 749, width: 270 },
  ] as const;
  const columnHeight = (count: number): number => count * (NODE_HEIGHT + GAP) - GAP;
  const height = Math.max(columnHeight(inputs.length), columnHeight(outputs.length)) + 2;
  const center = height / 2;
  const top = (count: number, index: number): number =>
    center - columnHeight(count) / 2 + index * (NODE_HEIGHT + GAP);
  const edge = (x1: number, y1: number, x2: number, y2: number): Html =>
    trusted(
      `<path class="edge" d="M${String(x1)} ${String(y1)}C${String((x1 + x2) / 2)} ${String(y1)} ${String((x1 + x2) / 2)} ${String(y2)} ${String(x2)} ${String(y2)}"/>`,
    );
  return html`<svg
    class="wide"
    viewBox="0 0 ${width} ${height}"
    role="img"
    aria-label="${chainText(inputs, build, outputs)}"
  >
    ${inputs.map((_, index) => edge(left.x + left.width, top(inputs.length, index) + NODE_HEIGHT / 2, middle.x - 8, center))}
    ${outputs.map((_, index) => edge(middle.x + middle.width, center, right.x - 8, top(outputs.length, index) + NODE_HEIGHT / 2))}
    ${arrow(middle.x, center, 'right')}${outputs.map((_, index) => arrow(right.x, top(outputs.length, index) + NODE_HEIGHT / 2, 'right'))}
    ${inputs.map((link, index) => node(link, left.x, top(inputs.length, index), left.width))}
    ${node(build, middle.x, center - NODE_HEIGHT / 2, middle.width, 'build')}
    ${outputs.map((link, index) => node(link, right.x, top(outputs.length, index), right.width))}
  </svg>`;
}

/** The same from top to bottom, for narrow screens. */
function narrowChain(inputs: readonly Link[], build: Link, outputs: readonly Link[]): Html {
  const width = 340;
  const step = NODE_HEIGHT + GAP;
  const buildTop = 1 + inputs.length * step + GAP;
  const outputsTop = buildTop + NODE_HEIGHT + 2 * GAP;
  const height = outputsTop + outputs.length * step - GAP + 1;
  const spine = width / 2;
  return html`<svg
    class="narrow"
    viewBox="0 0 ${width} ${height}"
    role="img"
    aria-label="${chainText(inputs, build, outputs)}"
  >
    <path
      class="edge"
      d="M${spine} 1V${buildTop - 8}M${spine} ${buildTop + NODE_HEIGHT}V${outputsTop - 8}"
    />
    ${arrow(spine, buildTop, 'down')}${arrow(spine, outputsTop, 'down')}
    ${inputs.map((link, index) => node(link, 1, 1 + index * step, width - 2))}
    ${node(build, 1, buildTop, width - 2, 'build')}
    ${outputs.map((link, index) => node(link, 1, outputsTop + index * step, width - 2))}
  </svg>`;
}

function node(
  { kind, name, identity }: Link,
  x: number,
  y: number,
  width: number,
  role = '',
): Html {
  const characters = Math.floor((width - 28) / 8.6);
  return html`<g class="node ${role}"
    ><rect x="${x}" y="${y}" width="${width}" height="${NODE_HEIGHT}" rx="10" /><text
      x="${x + 14}"
      y="${y + 20}"
      class="kind"
      >${cut(kind, characters)}</text
    ><text x="${x + 14}" y="${y + 39}" class="name">${cut(name, characters)}</text
    ><text x="${x + 14}" y="${y + 57}" class="hash"
      >${cut(identity, Math.min(characters, 34))}</text
    ></g
  > `;
}

function arrow(x: number, y: number, direction: 'right' | 'down'): Html {
  const points =
    direction === 'right'
      ? [x - 9, y - 4.5, x - 1, y, x - 9, y + 4.5]
      : [x - 4.5, y - 9, x, y - 1, x + 4.5, y - 9];
  return html`<polygon class="arrow" points="${points.join(' ')}" />`;
}

function chainText(inputs: readonly Link[], build: Link, outputs: readonly Link[]): string {
  const names = (links: readonly Link[]): string =>
    links.map(({ kind, name }) => `${kind}: ${name}`).join('; ');
  return `${build.name} was built from ${names(inputs)}. It is in ${names(outputs)}.`;
}
