import { posix } from 'node:path';
import { parseJson, type JsonDocument, type JsonValue } from '@aero-guest-tools/canonical-json';
import { InputError, type Problem } from '@aero-guest-tools/diagnostics';
import { inFileOrder, problemAt, schemaValidator } from '@aero-guest-tools/json-schema';
import type { DriverLayout, SigningPolicy } from '@aero-guest-tools/media';
import { PROFILES } from '@aero-guest-tools/media/profile';
import compiledSchema from '../generated/guest-media-schema';
import type { MediaConfiguration, MediaProject } from '../targets/media-project';

/** The name of the file that makes its folder a media project. */
export const GUEST_MEDIA_FILE = 'guest-media.json';

/** A guest-media.json as written, after the schema has accepted it. Paths are relative to it. */
export interface GuestMediaJson {
  readonly $schema?: string;
  readonly name?: string;
  readonly guestToolsDirectory?: string;
  readonly media: Readonly<Record<string, MediaJson>>;
}

/** One kind of media, as written. */
export interface MediaJson {
  readonly source?: string;
  readonly sourceVariable?: string;
  readonly sourceLayout?: DriverLayout;
  readonly sha256?: string;
  readonly lock?: string;
  readonly certPath?: string;
  readonly spec: string;
  readonly windowsDeviceContract?: string;
  readonly signingPolicy?: SigningPolicy;
  readonly volumeId?: string;
  readonly setupDrivers?: boolean;
}

/** The parsed contents of a guest-media.json. */
export interface GuestMedia {
  /** The name of the project, if the file has one. */
  readonly name: string | undefined;
  readonly project: MediaProject;
}

/** The defaults for values that guest-media.json does not set. */
export type MediaDefaults = Pick<MediaConfiguration, 'windowsDeviceContract' | 'signingPolicy'>;

/** Defaults that suit most media whose drivers have a certain layout. */
const LAYOUT_DEFAULTS: Readonly<Record<DriverLayout, MediaDefaults>> = {
  'virtio-win': {
    windowsDeviceContract: 'windows-device-contract-virtio-win',
    signingPolicy: 'production',
  },
  packages: { windowsDeviceContract: 'windows-device-contract', signingPolicy: 'test' },
};

/**
 * Defaults that suit most media of a packaging spec: for a shipped spec those of its profile, for a
 * file those of the layout of the source.
 */
export function mediaDefaults(spec: string, layout: DriverLayout = 'virtio-win'): MediaDefaults {
  const profile = PROFILES.find(
    (candidate) => candidate.layout === layout && candidate.spec === `specs/packaging/${spec}.json`,
  );
  if (!profile) return LAYOUT_DEFAULTS[layout];
  const { windowsDeviceContract, signingPolicy } = profile;
  return {
    windowsDeviceContract: posix.basename(windowsDeviceContract, '.json'),
    signingPolicy,
  };
}

const schemaProblems = schemaValidator(compiledSchema);

/**
 * Parses a guest-media.json.
 *
 * @param file Relative to the workspace root, with `/`.
 * @throws InputError with everything that is wrong with it.
 */
export function parseGuestMedia(source: Uint8Array | string, file: string): GuestMedia {
  const root = posix.dirname(file);
  const document = parseJson(source, file);
  const invalid = schemaProblems(document);
  if (invalid.length > 0) throw new InputError(inFileOrder(invalid));

  const json = document.value as unknown as GuestMediaJson;
  const paths = new WorkspacePaths(document, root);
  const [first, ...others] = Object.entries(json.media).map(([name, media]) =>
    mediaConfiguration(name, media, paths),
  );
  const guestToolsDirectory = paths.input('/guestToolsDirectory', json.guestToolsDirectory);
  paths.requirePlain('', root === '.' ? '' : root);
  if (paths.problems.length > 0) throw new InputError(inFileOrder(paths.problems));
  if (!first) throw new Error('the schema accepted a file without media');
  return { name: json.name, project: { root, guestToolsDirectory, media: [first, ...others] } };
}

function mediaConfiguration(
  name: string,
  media: MediaJson,
  paths: WorkspacePaths,
): MediaConfiguration {
  const at = (property: string): string => `/media/${name}/${property}`;
  const defaults = mediaDefaults(media.spec, media.sourceLayout);
  const contract = paths.document(at('windowsDeviceContract'), media.windowsDeviceContract);
  return {
    ...media,
    name,
    spec: paths.document(at('spec'), media.spec) ?? media.spec,
    windowsDeviceContract: contract ?? defaults.windowsDeviceContract,
    signingPolicy: media.signingPolicy ?? defaults.signingPolicy,
    source: media.source === undefined ? undefined : paths.anywhere(media.source),
    lock: paths.input(at('lock'), media.lock),
    certPath: media.certPath === undefined ? undefined : paths.anywhere(media.certPath),
  };
}

/** Converts paths relative to the folder of a project to paths relative to the workspace root. */
class WorkspacePaths {
  readonly problems: Problem[] = [];
  readonly #document: JsonDocument;
  readonly #root: string;

  constructor(document: JsonDocument, root: string) {
    this.#document = document;
    this.#root = root;
  }

  /** A path or a URL that Nx does not watch, so it may be anywhere. */
  anywhere(path: string): string {
    const isUrl = /^[A-Za-z][A-Za-z0-9+.-]+:/.test(path);
    return isUrl || posix.isAbsolute(path) || /^[A-Za-z]:/.test(path)
      ? path
      : posix.join(this.#root, path);
  }

  /** The name of a shipped document, or a file that is an input. */
  document(pointer: string, value: string | undefined): string | undefined {
    return value?.endsWith('.json') ? this.input(pointer, value) : value;
  }

  /** A file or folder that is an input, so it must be in the workspace. */
  input(pointer: string, path: string | undefined): string | undefined {
    if (path === undefined) return undefined;
    const joined = posix.join(this.#root, path).replace(/\/$/, '');
    if (joined === '..' || joined.startsWith('../') || posix.isAbsolute(path)) {
      this.#report(pointer, path, {
        id: 'nx.path-outside-workspace',
        message: 'the path leads out of the workspace',
        expected: 'a path in the workspace, relative to the folder of this file',
        remedy: 'copy it into the workspace',
      });
    }
    this.requirePlain(pointer, joined);
    return joined;
  }

  /** Nx treats inputs as globs, and passes them to a shell. */
  requirePlain(pointer: string, path: string): void {
    if (/^[\p{L}\p{M}\p{N}_ .@+/~,=-]*$/u.test(path)) return;
    this.#report(pointer, path, {
      id: 'nx.path-not-plain',
      message: 'the path cannot be an input of Nx',
      expected: 'letters, digits, spaces and any of _ . @ + ~ , = -',
      remedy: 'rename it',
    });
  }

  #report(pointer: string, found: JsonValue, problem: Problem): void {
    this.problems.push(
      problemAt(this.#document, pointer, { found: JSON.stringify(found), ...problem }),
    );
  }
}
