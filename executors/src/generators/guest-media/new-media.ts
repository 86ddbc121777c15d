import { readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { InputError } from '@aero-guest-tools/diagnostics';
import { PROFILES, type SigningPolicy } from '@aero-guest-tools/media';
import { shippedDocument } from '@aero-guest-tools/media/shipped-files';
import type { MediaJson } from '../../inference/guest-media';

/** What the user chose. */
export interface NewMediaOptions {
  readonly source?: string;
  readonly windows?: 'win7';
  readonly drivers?: readonly string[];
  readonly media?: string;
  readonly spec?: string;
  readonly writeSpec?: boolean;
  readonly signingPolicy?: SigningPolicy;
}

/** An entry for guest-media.json, and the files that it names. */
export interface NewMedia {
  readonly name: string;
  readonly json: MediaJson;
  /** By their names in the folder of the project. */
  readonly files: ReadonlyMap<string, string>;
  /** The URL of an image that has to be pinned before anything is built. */
  readonly unpinned: string | undefined;
}

/** By the Windows of the guest: the shipped spec that has all drivers of virtio-win for it. */
const ALL_DRIVERS = { win7: 'win7-virtio-full' } as const;

/** The lock of a project, beside its guest-media.json. */
const LOCK_FILE = 'virtio-win.lock.json';

/** The parts of a packaging spec that a choice of drivers looks at. */
interface SpecJson {
  readonly $schema?: string;
  readonly drivers: readonly { readonly name: string; readonly required: boolean }[];
}

/**
 * What the answers of the user come to.
 *
 * @param root The folder of the project, relative to the workspace root, with `/`.
 * @throws InputError if the spec is not shipped, or has none of the drivers.
 */
export function newMedia(root: string, options: NewMediaOptions): NewMedia {
  const { windows = 'win7', drivers = [], signingPolicy } = options;
  const { media: name = windows, spec: shippedSpec = ALL_DRIVERS[windows] } = options;
  const shipped = shippedDocument('packaging', shippedSpec);
  const spec = JSON.parse(readFileSync(shipped.absolutePath, 'utf8')) as SpecJson;
  const chosen = drivers.length === 0 ? spec.drivers : chosenDrivers(spec, drivers, shippedSpec);
  const isOwn = options.writeSpec === true || chosen.length < spec.drivers.length;
  const specFile = `${name}.spec.json`;
  const { $schema: _, ...specJson } = spec;

  const layout = PROFILES.find((profile) => profile.spec === shipped.path)?.layout;
  const isRemote = options.source !== undefined && /^https?:/i.test(options.source);
  return {
    name,
    json: {
      ...sourceJson(root, options.source),
      ...(layout === 'packages' && { sourceLayout: layout }),
      spec: isOwn ? specFile : shippedSpec,
      ...(signingPolicy !== undefined && { signingPolicy }),
    },
    files: new Map(
      isOwn ? [[specFile, `${JSON.stringify({ ...specJson, drivers: chosen }, null, 2)}\n`]] : [],
    ),
    unpinned: isRemote ? options.source : undefined,
  };
}

/** A driver that was chosen by name has to be there, also where the shipped spec lets it be absent. */
function chosenDrivers(
  spec: SpecJson,
  names: readonly string[],
  specName: string,
): SpecJson['drivers'] {
  const known = spec.drivers.map((driver) => driver.name);
  const unknown = names.filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    throw new InputError({
      message: `the packaging spec ${specName} has no such driver`,
      found: unknown.join(', '),
      expected: known.join(', '),
      remedy: 'choose among these, or write the driver into a spec of your own (--writeSpec)',
    });
  }
  return spec.drivers
    .filter(({ name }) => names.includes(name))
    .map((driver) => ({ ...driver, required: true }));
}

/** A URL is in the lock, where its user name and password are not. */
function sourceJson(root: string, source: string | undefined): Partial<MediaJson> {
  if (source === undefined || source === '') return {};
  if (/^https?:/i.test(source)) return { lock: LOCK_FILE };
  const isAnywhere =
    /^file:/i.test(source) || posix.isAbsolute(source) || /^[A-Za-z]:/.test(source);
  return { source: isAnywhere ? source : posix.relative(root, source.replaceAll('\\', '/')) };
}
