import {
  errorDiagnostic,
  formatList,
  warningDiagnostic,
  type Diagnostic,
  type ProblemId,
} from '@aero-guest-tools/diagnostics';
import { compareBytes } from '@aero-guest-tools/file-tree';

/** The longest Joliet name that the specification allows (Joliet, "Allowed lengths": 128 bytes). */
const JOLIET_LENGTH = 64;

/** The longest Joliet name that fits a directory record; Windows reads it (220 bytes). */
const JOLIET_EXTENDED_LENGTH = 110;

/** Characters that Windows refuses in a file name, including the separators. */
const RESERVED_CHARACTERS = /[<>:"/\\|?*]/;

// oxlint-disable-next-line no-control-regex -- control characters are what it looks for
const CONTROL_CHARACTERS = /[\u0000-\u001f\u007f-\u009f]/;

/**
 * Device names in the Win32 namespace, in any case, with or without an extension. From "Naming
 * Files, Paths, and Namespaces" (Windows App Development documentation), which includes superscript
 * digits, and CreateFile, "Consoles".
 */
const RESERVED_DEVICE_NAMES =
  /^(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[1-9\u00b9\u00b2\u00b3])(?: *\..*)?$/i;

/**
 * Characters that change the direction of text (Unicode Standard Annex #9, 2). They can make a name
 * look like another: `a` U+202E `fni.sys` ends in `.inf` on a screen.
 */
const DIRECTION_CONTROLS = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/;

/** Surrogates: UTF-16 encodes the characters above U+FFFF with them. */
const SURROGATES = /[\ud800-\udfff]/;

/** 4 GiB: the extent of one file section is a 32-bit number of bytes (ECMA-119, 9.1.4). */
const MAXIMUM_FILE_SIZE = 0xffff_ffff;

/**
 * Checks that a set of files can be on the media: Windows accepts each name, no two are equal when
 * case is ignored, and each fits a Joliet name (packager rules, 5. Paths).
 *
 * @param files Paths relative to the root of the media, components joined by `/`; sizes in bytes.
 * @returns Every problem, in byte order of the paths: errors and warnings.
 */
export function checkMediaPaths(
  files: readonly { readonly path: string; readonly size: number }[],
): Diagnostic[] {
  const inOrder = files.toSorted((a, b) => compareBytes(a.path, b.path));
  const paths = inOrder.map(({ path }) => path);
  const nodes = nodesOf(paths);
  return [
    ...[...nodes].filter((node) => !hasPlainName(node)).flatMap((node) => componentProblems(node)),
    ...listedTwice(paths),
    ...equalIgnoringCase(nodes),
    ...filesThatAreDirectories(paths),
    ...inOrder.filter(({ size }) => size > MAXIMUM_FILE_SIZE).map((file) => tooLarge(file)),
  ];
}

/** The paths and every directory that they imply, each once, a directory before its contents. */
function nodesOf(paths: readonly string[]): ReadonlySet<string> {
  const nodes = new Set<string>();
  const add = (node: string): void => {
    if (nodes.has(node)) return;
    const parent = parentOf(node);
    if (parent !== undefined) add(parent);
    nodes.add(node);
  };
  for (const path of paths) add(path);
  return nodes;
}

/** The parent directory of a path; undefined at the root. */
function parentOf(path: string): string | undefined {
  const slash = path.lastIndexOf('/');
  return slash === -1 ? undefined : path.slice(0, slash);
}

/**
 * A valid name without special characters, short, and longer than any device name. Nearly every
 * name is one.
 */
const PLAIN_NAME = /(?:^|\/)[\w-]{5}[\w.-]{0,58}[\w-]$/;

function hasPlainName(path: string): boolean {
  return PLAIN_NAME.test(path);
}

function componentProblems(path: string): Diagnostic[] {
  const component = path.slice(path.lastIndexOf('/') + 1);
  const reason = invalidComponent(component);
  if (reason !== undefined) {
    return [
      errorDiagnostic({
        file: path,
        id: reason.id,
        message: `the name cannot be used on the media: ${reason.is}`,
        found: JSON.stringify(component),
        remedy: 'rename it',
      }),
    ];
  }
  if (component.length <= JOLIET_LENGTH) return [];
  const problem = {
    file: path,
    found: `a name of ${String(component.length)} UTF-16 units`,
  };
  return component.length <= JOLIET_EXTENDED_LENGTH
    ? [
        warningDiagnostic({
          ...problem,
          id: 'path.longer-than-joliet',
          message: 'the name is longer than the Joliet specification allows; Windows reads it',
          expected: `at most ${String(JOLIET_LENGTH)}`,
        }),
      ]
    : [
        errorDiagnostic({
          ...problem,
          id: 'path.too-long',
          message: 'the name is too long for a Joliet directory record',
          expected: `at most ${String(JOLIET_EXTENDED_LENGTH)}`,
          remedy: 'shorten it',
        }),
      ];
}

/** A reason why a component is not a valid name, and the sentence that says so. */
interface InvalidComponent {
  readonly id: ProblemId;
  readonly is: string;
  readonly broken: (component: string) => boolean;
}

const INVALID_COMPONENTS: readonly InvalidComponent[] = [
  { id: 'path.empty-component', is: 'it is empty', broken: (name) => name === '' },
  {
    id: 'path.dot-component',
    is: 'it means a directory',
    broken: (name) => name === '.' || name === '..',
  },
  {
    id: 'path.control-character',
    is: 'it contains a control character',
    broken: (name) => CONTROL_CHARACTERS.test(name),
  },
  {
    id: 'path.direction-control',
    is: 'it contains a character that changes the direction of text',
    broken: (name) => DIRECTION_CONTROLS.test(name),
  },
  {
    id: 'path.reserved-character',
    is: 'it contains one of < > : " / \\ | ? *',
    broken: (name) => RESERVED_CHARACTERS.test(name),
  },
  { id: 'path.trailing-dot', is: 'it ends in a dot', broken: (name) => name.endsWith('.') },
  { id: 'path.trailing-space', is: 'it ends in a space', broken: (name) => name.endsWith(' ') },
  {
    id: 'path.reserved-device-name',
    is: 'Windows reserves it for a device',
    broken: (name) => RESERVED_DEVICE_NAMES.test(name),
  },
  {
    id: 'path.outside-bmp',
    is: 'it contains a character outside the Basic Multilingual Plane, which Joliet cannot encode',
    broken: (name) => SURROGATES.test(name),
  },
];

function invalidComponent(component: string): InvalidComponent | undefined {
  return INVALID_COMPONENTS.find(({ broken }) => broken(component));
}

function listedTwice(paths: readonly string[]): Diagnostic[] {
  return paths
    .filter((path, index) => path === paths[index - 1])
    .map((path) => collision([path, path]));
}

function equalIgnoringCase(nodes: ReadonlySet<string>): Diagnostic[] {
  const groups = new Map<string, string[]>();
  for (const node of nodes) {
    const folded = foldCase(node);
    const group = groups.get(folded);
    if (group === undefined) groups.set(folded, [node]);
    else group.push(node);
  }
  return [...groups.values()].filter(({ length }) => length > 1).map((group) => collision(group));
}

function filesThatAreDirectories(paths: readonly string[]): Diagnostic[] {
  const files = new Set(paths);
  const insideOfFile = new Map<string, boolean>();
  const isInsideOfFile = (path: string): boolean => {
    const parent = parentOf(path);
    if (parent === undefined) return false;
    const known = insideOfFile.get(parent) ?? (files.has(parent) || isInsideOfFile(parent));
    insideOfFile.set(parent, known);
    return known;
  };
  return [...files].filter(isInsideOfFile).map((path) =>
    errorDiagnostic({
      file: path,
      id: 'path.file-and-directory',
      message: 'a file and a directory have the same path',
      remedy: 'rename one of them',
    }),
  );
}

// oxlint-disable-next-line no-control-regex -- these are the characters of ASCII
const ASCII = /^[\u0000-\u007f]*$/;

/** Windows folds case character by character, so a mapping that changes the length is left alone. */
function foldCase(path: string): string {
  if (ASCII.test(path)) return path.toUpperCase();
  return Array.from(path, (character) => {
    const upper = character.toUpperCase();
    return upper.length === character.length ? upper : character;
  }).join('');
}

function collision(paths: readonly string[]): Diagnostic {
  return errorDiagnostic({
    file: paths[0],
    id: 'path.collision',
    message: 'paths are equal when case is ignored, as Windows ignores it',
    found: formatList(paths),
    expected: 'paths that differ in more than case',
    remedy: 'rename or remove all but one of them',
  });
}

function tooLarge({ path, size }: { readonly path: string; readonly size: number }): Diagnostic {
  return errorDiagnostic({
    file: path,
    id: 'path.file-too-large',
    message: 'the file is too large for the media',
    found: `${String(size)} bytes`,
    expected: `less than 4 GiB (${String(MAXIMUM_FILE_SIZE + 1)} bytes)`,
    remedy: 'remove it or split it',
  });
}
