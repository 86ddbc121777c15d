import { readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { parseJson, type JsonValue } from '@aero-guest-tools/canonical-json';
import { InputError } from '@aero-guest-tools/diagnostics';
import type { SigningPolicy } from '@aero-guest-tools/media';
import { profileForWindows, PROFILES } from '@aero-guest-tools/media/profile';
import { shippedDocument } from '@aero-guest-tools/media/shipped-files';
import { chooseDrivers } from '@aero-guest-tools/packaging-spec/choose-drivers';
import { chooseTarget } from '@aero-guest-tools/packaging-spec/choose-target';
import { parsePackagingSpec } from '@aero-guest-tools/packaging-spec/parse-packaging-spec';
import { DEFAULT_WINDOWS_TARGET, windowsTarget } from '@aero-guest-tools/windows-target';
import { mediaDefaults, type MediaJson } from '../../inference/guest-media';

/** What the user chose. */
export interface NewMediaOptions {
  readonly source?: string;
  /** The id of a Windows. */
  readonly windows?: string;
  /** Default: those of the spec, or those of the Windows if it is not that of the spec. */
  readonly architectures?: readonly string[];
  readonly drivers?: readonly string[];
  readonly media?: string;
  readonly spec?: string;
  readonly writeSpec?: boolean;
  readonly signingPolicy?: SigningPolicy;
  readonly setupDrivers?: boolean;
}

/** An entry for guest-media.json, and the files that it names. */
export interface NewMedia {
  readonly name: string;
  readonly json: MediaJson;
  /** By their names in the folder of the project. */
  readonly files: ReadonlyMap<string, string>;
  /** The id of the Windows that the spec names. */
  readonly windows: string;
  /** The URL of an image that must be pinned before anything is built. */
  readonly unpinned: string | undefined;
}

/** The lock of a project, beside its guest-media.json. */
export const LOCK_FILE = 'virtio-win.lock.json';

/**
 * The media for the user's answers, by the same rules as
 * `aero-guest-tools build --windows --arch --drivers`.
 *
 * @param root The folder of the project, relative to the workspace root, with `/`.
 * @throws InputError if the spec is not shipped, there is no such Windows, it does not exist for an
 *   architecture, or no shipped spec has a driver.
 */
export function newMedia(root: string, options: NewMediaOptions): NewMedia {
  const { drivers = [], architectures = [], signingPolicy, setupDrivers = false } = options;
  const { id } = windowsTarget(options.windows ?? DEFAULT_WINDOWS_TARGET.id);
  const shippedSpec =
    options.spec ?? posix.basename(profileForWindows(windowsTarget(id)).spec, '.json');
  const profile = PROFILES.find(({ spec }) => spec === `specs/packaging/${shippedSpec}.json`);
  requireKnown(drivers);

  const { json: shipped, target } = readSpec(shippedSpec);
  const chosen = chooseTarget(
    chooseDrivers(shipped, {
      drivers: drivers.length === 0 ? undefined : drivers,
      strictOptional: false,
    }),
    target,
    {
      // A spec that the user named keeps its Windows, unless the user also named a Windows.
      windows: options.spec === undefined ? id : options.windows,
      architectures: architectures.length === 0 ? undefined : architectures,
    },
  );
  const windows = parsePackagingSpec(parseJson(JSON.stringify(chosen), shippedSpec)).target.windows;
  const name = options.media ?? windows.id.toLowerCase();
  const isOwn = options.writeSpec === true || chosen !== shipped;
  const spec = isOwn ? `${name}.spec.json` : shippedSpec;

  const layout = profile?.layout ?? 'virtio-win';
  const defaults = mediaDefaults(spec, layout);
  const wanted = { ...mediaDefaults(shippedSpec, layout), ...(signingPolicy && { signingPolicy }) };
  const isRemote = options.source !== undefined && /^https?:/i.test(options.source);
  return {
    name,
    json: {
      ...sourceJson(root, options.source),
      ...(layout === 'packages' && { sourceLayout: layout }),
      spec,
      ...(wanted.windowsDeviceContract !== defaults.windowsDeviceContract && {
        windowsDeviceContract: wanted.windowsDeviceContract,
      }),
      ...((signingPolicy !== undefined || wanted.signingPolicy !== defaults.signingPolicy) && {
        signingPolicy: wanted.signingPolicy,
      }),
      ...(setupDrivers && { setupDrivers }),
    },
    files: new Map(isOwn ? [[spec, specText(chosen)]] : []),
    windows: windows.id,
    unpinned: isRemote ? options.source : undefined,
  };
}

/** The names of all drivers in shipped specs for virtio-win, in the order of the specs. */
export function virtioWinDrivers(): readonly string[] {
  const specs = PROFILES.filter(({ layout }) => layout === 'virtio-win').map(({ spec }) =>
    posix.basename(spec, '.json'),
  );
  return [...new Set(specs.flatMap(driversOf))];
}

function driversOf(shippedSpec: string): readonly string[] {
  return readSpec(shippedSpec).drivers.map(({ name }) => name);
}

function readSpec(shippedSpec: string): ReturnType<typeof parsePackagingSpec> {
  const { absolutePath, path } = shippedDocument('packaging', shippedSpec);
  return parsePackagingSpec(parseJson(readFileSync(absolutePath), path));
}

/**
 * A driver that the spec does not list is accepted without any expectations of its INF file, so a
 * misspelt name must be refused.
 */
function requireKnown(drivers: readonly string[]): void {
  const known = new Set([
    ...virtioWinDrivers(),
    ...PROFILES.flatMap(({ spec }) => driversOf(posix.basename(spec, '.json'))),
  ]);
  const unknown = drivers.filter((name) => !known.has(name));
  if (unknown.length === 0) return;
  throw new InputError({
    id: 'nx.driver-not-in-spec',
    message: 'no shipped packaging spec has such a driver',
    found: unknown.join(', '),
    expected: [...known].join(', '),
    remedy: 'choose among these, or write the driver into a spec of your own (--writeSpec)',
  });
}

/** The target comes first, since it says most. */
function specText(spec: JsonValue): string {
  const { target, ...others } = spec as { readonly [name: string]: JsonValue };
  return `${JSON.stringify({ ...(target !== undefined && { target }), ...others }, null, 2)}\n`;
}

/** A URL is stored in the lock, without its user name and password. */
function sourceJson(root: string, source: string | undefined): Partial<MediaJson> {
  if (source === undefined || source === '') return {};
  if (/^https?:/i.test(source)) return { lock: LOCK_FILE };
  const isAnywhere =
    /^file:/i.test(source) || posix.isAbsolute(source) || /^[A-Za-z]:/.test(source);
  return { source: isAnywhere ? source : posix.relative(root, source.replaceAll('\\', '/')) };
}
