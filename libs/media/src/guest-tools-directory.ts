import { lstat } from 'node:fs/promises';
import { basename, extname, join } from 'node:path';
import {
  errorDiagnostic,
  formatList,
  type Diagnostic,
  type Problem,
} from '@aero-guest-tools/diagnostics';
import { listFileTree } from '@aero-guest-tools/file-tree';
import {
  classifyFile,
  isHiddenName,
  isPrivateKeyFile,
  NOTHING_ALLOWED,
} from '@aero-guest-tools/packaging-spec';
import type { SigningPolicy } from './signing-policy';

/** A file of the guest-tools directory that goes on the media. */
export interface PayloadFile {
  /** On the media, components joined by `/`. */
  readonly path: string;
  readonly absolutePath: string;
  /** In bytes. */
  readonly size: number;
}

/** What a guest-tools directory gives to the media, and everything that is wrong with it. */
export interface Payload {
  readonly files: readonly PayloadFile[];
  /** Names of the certificate files on the media, in byte order. */
  readonly certificates: readonly string[];
  readonly problems: readonly Diagnostic[];
}

/** At the root of the media, all of them required. */
const REQUIRED_FILES = [
  'README.md',
  'THIRD_PARTY_NOTICES.md',
  'setup.cmd',
  'uninstall.cmd',
  'verify.cmd',
  'verify.ps1',
];

/** Generated from the device contract, so a copy in the directory is not taken. */
const GENERATED_FILE = 'config/devices.cmd';

const CERTIFICATE_EXTENSIONS = new Set(['.cer', '.crt', '.p7b']);

/**
 * Selects what goes on the media from the guest-tools directory (packager rules, 4. What is
 * included): the scripts and texts at its root, `config/`, `licenses/`, `tools/`,
 * `drivers/README.md`, and `certs/` as the signing policy asks. Nothing else of it is looked at.
 *
 * @throws InputError if a directory cannot be read, or for what is refused wherever it stands.
 */
export async function selectPayload(
  guestToolsDirectory: string,
  signingPolicy: SigningPolicy,
): Promise<Payload> {
  const problems: Diagnostic[] = [];
  const files: PayloadFile[] = [];
  const report = (problem: Problem): void => {
    problems.push(errorDiagnostic(problem));
  };

  for (const name of REQUIRED_FILES) {
    const file = await regularFile(guestToolsDirectory, name);
    if (file) files.push(file);
    else report(incomplete(join(guestToolsDirectory, name), 'a regular file'));
  }
  const driversReadme = await regularFile(guestToolsDirectory, 'drivers/README.md');
  if (driversReadme) files.push(driversReadme);

  const trees = {
    certs: await directoryFiles(guestToolsDirectory, 'certs', isShown, report),
    config: await directoryFiles(guestToolsDirectory, 'config', isShown, report),
    licenses: await directoryFiles(guestToolsDirectory, 'licenses', passesFilter, report),
    tools: await directoryFiles(guestToolsDirectory, 'tools', passesFilter, report),
  };
  if (!(await isDirectory(join(guestToolsDirectory, 'config')))) {
    report(incomplete(join(guestToolsDirectory, 'config'), 'a directory'));
  }
  files.push(...trees.config.filter(({ path }) => path.toLowerCase() !== GENERATED_FILE));
  files.push(...trees.licenses, ...trees.tools, ...trees.certs);
  for (const problem of certificateProblems(guestToolsDirectory, trees.certs, signingPolicy)) {
    report(problem);
  }
  return {
    files,
    certificates: trees.certs.filter(isCertificate).map(({ path }) => basename(path)),
    problems,
  };
}

function incomplete(path: string, expected: string): Problem {
  return {
    file: path,
    message: 'the guest-tools directory is not complete',
    found: 'nothing of that name and kind',
    expected,
    remedy: 'restore it, or name another guest-tools directory',
  };
}

async function regularFile(root: string, name: string): Promise<PayloadFile | undefined> {
  const absolutePath = join(root, name);
  const status = await lstat(absolutePath).catch(() => undefined);
  return status?.isFile() ? { path: name, absolutePath, size: status.size } : undefined;
}

async function isDirectory(path: string): Promise<boolean> {
  return (await lstat(path).catch(() => undefined))?.isDirectory() ?? false;
}

/** `config/` and `certs/` hold what the user put there, whatever its extension. */
function isShown(path: string): boolean {
  return !path.split('/').some((component) => isHiddenName(component));
}

/** `licenses/` and `tools/` are filtered like driver directories. */
function passesFilter(path: string): boolean {
  return classifyFile(path, NOTHING_ALLOWED).decision === 'include';
}

/** The files of a directory at the root that the filter lets through; none if it is not there. */
async function directoryFiles(
  root: string,
  name: string,
  filter: (path: string) => boolean,
  report: (problem: Problem) => void,
): Promise<PayloadFile[]> {
  if (!(await isDirectory(join(root, name)))) return [];
  const { files } = await listFileTree(join(root, name));
  for (const { path, absolutePath } of files.filter((file) => isPrivateKeyFile(file.path))) {
    report({
      file: absolutePath,
      message: 'private keys must not be on the media, nor near it',
      found: JSON.stringify(basename(path)),
      remedy: 'move it out of the guest-tools directory',
    });
  }
  return files
    .filter(({ path }) => filter(path) && !isPrivateKeyFile(path))
    .map((file) => ({ ...file, path: `${name}/${file.path}` }));
}

function isCertificate({ path }: PayloadFile): boolean {
  return CERTIFICATE_EXTENSIONS.has(extname(path).toLowerCase());
}

function certificateProblems(
  root: string,
  certs: readonly PayloadFile[],
  policy: SigningPolicy,
): Problem[] {
  const directory = join(root, 'certs');
  const certificates = certs.filter(isCertificate);
  const others = certs.filter((file) => !isCertificate(file) && file.path !== 'certs/README.md');
  const problems: Problem[] = others.map(({ absolutePath }) => ({
    file: absolutePath,
    message: 'only certificates belong in certs/',
    expected: '*.cer, *.crt, *.p7b or README.md',
    remedy: 'move it out of certs/',
  }));
  if (policy === 'test' && certificates.length === 0) {
    problems.push({
      file: directory,
      message: 'signing policy "test" needs the certificate that the drivers are signed with',
      found: 'no certificate',
      expected: 'at least one *.cer, *.crt or *.p7b',
      remedy: 'put the certificate there, or choose signing policy "production" or "none"',
    });
  }
  if (policy !== 'test' && certificates.length > 0) {
    problems.push({
      file: directory,
      message: `signing policy "${policy}" must not bring certificates to the guest`,
      found: formatList(certificates.map(({ path }) => basename(path))),
      expected: 'no certificate',
      remedy: 'remove them, or choose signing policy "test"',
    });
  }
  return problems;
}
