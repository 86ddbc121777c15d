import type { MediaDescription } from '@aero-guest-tools/media-description';
import type { Architecture } from '@aero-guest-tools/windows-target';
import { hierarchy, treemap, treemapSquarify, type HierarchyRectangularNode } from 'd3-hierarchy';
import { counted, cut, formatShare, formatRoundedSize } from '../html/format';
import { html, type Html } from '../html/html';

/** A part of the media: a driver on an architecture, or files that belong to no driver. */
interface Part {
  readonly name: string;
  readonly kind: Architecture | 'other';
  readonly files: readonly SizedFile[];
  /** In bytes. */
  readonly size: number;
}

interface SizedFile {
  readonly name: string;
  /** In bytes. */
  readonly size: number;
}

/** A node of the plot: the media, a part, or a file. */
interface Tile {
  readonly name: string;
  readonly kind: Part['kind'];
  readonly size?: number;
  readonly children?: readonly Tile[];
}

/** How many files of a part get their own tile; the smaller ones share one. */
const MAXIMUM_TILES_PER_PART = 24;

/** The drivers in it are copies; the ISO holds their contents once. */
const SETUP_DRIVERS = '$WinPEDriver$/';
const COPIES = 'Drivers again, for Windows Setup';

/** How much room everything takes: a plot whose areas are bytes, and the same as a table. */
export function sizesSection(media: Pick<MediaDescription, 'manifest' | 'drivers'>): Html {
  const { files } = media.manifest;
  const parts = partsOf(media);
  const total = files.reduce((sum, { size }) => sum + size, 0);
  if (total === 0) return html``;
  const label = `Plot of sizes: ${parts.map(({ name, size }) => `${name} ${formatRoundedSize(size)}`).join(', ')}`;
  return html`<section aria-labelledby="sizes">
    <h2 id="sizes">Sizes</h2>
    <p>
      ${formatRoundedSize(total)} in ${counted(files.length, 'file')}, before compression. Areas are
      bytes.${
        parts.some(({ name }) => name === COPIES)
          ? ' The ISO holds the contents of the drivers for Windows Setup once.'
          : undefined
      }
    </p>
    <figure class="panel">
      ${plot(parts, 1020, 360, 'wide', label)} ${plot(parts, 340, 420, 'narrow', label)}
      <table>
        <caption class="hidden-text">
          Sizes of the parts
        </caption>
        <thead>
          <tr>
            <th scope="col">Part</th>
            <th scope="col" class="number">Files</th>
            <th scope="col" class="number">Size</th>
            <th scope="col" class="number">Share</th>
          </tr>
        </thead>
        <tbody>
          ${parts.map(
            (part) =>
              html`<tr>
                <th scope="row"><span class="key key-${part.kind}"></span>${part.name}</th>
                <td class="number">${part.files.length}</td>
                <td class="number">${formatRoundedSize(part.size)}</td>
                <td class="number">${formatShare(part.size, total)}</td>
              </tr> `,
          )}
        </tbody>
      </table>
    </figure>
  </section>`;
}

/** The parts of the media, the largest first. */
function partsOf({
  manifest: { files },
  drivers,
}: Pick<MediaDescription, 'manifest' | 'drivers'>): readonly Part[] {
  const driverOf = new Map(
    drivers.flatMap((driver) => driver.packagedFiles.map(({ path }) => [path, driver])),
  );
  const parts = new Map<string, { kind: Part['kind']; files: SizedFile[] }>();
  for (const { path, size } of files) {
    const driver = driverOf.get(path);
    const name = driver
      ? `${driver.name}, ${driver.architecture}`
      : path.startsWith(SETUP_DRIVERS)
        ? COPIES
        : 'Scripts, texts and licences';
    const part = parts.get(name) ?? { kind: driver?.architecture ?? 'other', files: [] };
    part.files.push({ name: driver ? path.slice(driver.mediaDirectory.length + 1) : path, size });
    parts.set(name, part);
  }
  return Array.from(parts, ([name, part]) => ({
    name,
    ...part,
    size: part.files.reduce((sum, { size }) => sum + size, 0),
  })).toSorted((a, b) => b.size - a.size);
}

function plot(
  parts: readonly Part[],
  width: number,
  height: number,
  className: string,
  label: string,
): Html {
  const media: Tile = { name: 'media', kind: 'other', children: parts.map((part) => tileOf(part)) };
  const root = treemap<Tile>()
    .tile(treemapSquarify)
    .size([width, height])
    .paddingOuter(1.5)
    .round(true)(
    hierarchy(media, ({ children }) => children as Tile[] | undefined).sum(({ size = 0 }) => size),
  );
  return html`<svg
    class="${className}"
    viewBox="0 0 ${width} ${height}"
    role="img"
    aria-label="${label}"
  >
    ${root.leaves().map((leaf) => tile(leaf))}
  </svg>`;
}

function tileOf({ name, kind, files }: Part): Tile {
  const sorted = files.toSorted((a, b) => b.size - a.size);
  const rest = sorted.slice(MAXIMUM_TILES_PER_PART);
  return {
    name,
    kind,
    children: [
      ...sorted.slice(0, MAXIMUM_TILES_PER_PART).map((file) => ({ ...file, kind })),
      ...(rest.length === 0
        ? []
        : [
            {
              name: counted(rest.length, 'more file'),
              kind,
              size: rest.reduce((sum, { size }) => sum + size, 0),
            },
          ]),
    ],
  };
}

/** A tile, with as much of its name as fits. In pixels. */
function tile({ x0, x1, y0, y1, data, parent }: HierarchyRectangularNode<Tile>): Html {
  const [width, height] = [x1 - x0, y1 - y0];
  if (width < 1 || height < 1) return html``;
  const room = width - 14;
  const title = `${parent?.data.name ?? ''}: ${data.name}, ${formatRoundedSize(data.size ?? 0)}`;
  return html`<g class="tile tile-${data.kind}"
    ><title>${title}</title
    ><rect x="${x0}" y="${y0}" width="${width}" height="${height}" rx="3" />${
      room < 36 || height < 20
        ? undefined
        : html`<text x="${x0 + 7}" y="${y0 + 16}">${fitted(data.name, room)}</text>${
              height < 36 || widthOf(formatRoundedSize(data.size ?? 0)) > room
                ? undefined
                : html`<text x="${x0 + 7}" y="${y0 + 31}" class="size"
                    >${formatRoundedSize(data.size ?? 0)}</text
                  >`
            }`
    }</g
  > `;
}

/**
 * In pixels, for a font size of 12; a generous estimate, since the reader's fonts are not known.
 */
function widthOf(text: string): number {
  let width = 0;
  for (const character of text) {
    width += /[\p{Lu}mw@%]/u.test(character) ? 10 : /[^\0-\u2e7f]/u.test(character) ? 13 : 7.2;
  }
  return width;
}

/** A text cut to a width, with an ellipsis. */
function fitted(text: string, room: number): string {
  let length = text.length;
  while (length > 1 && widthOf(cut(text, length)) > room) length -= 1;
  return cut(text, length);
}
