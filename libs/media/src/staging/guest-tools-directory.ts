import { lstat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import {
  errorDiagnostic,
  privateKeyProblem,
  specialFile,
  type Diagnostic,
  type Problem,
} from '@aero-guest-tools/diagnostics';
import { isHiddenName, listFileTree, type LocatedFile } from '@aero-guest-tools/file-tree';
import {
  classifyFile,
  isPrivateKeyFile,
  NOTHING_ALLOWED,
} from '@aero-guest-tools/packaging-spec/driver-filter';
import {
  isCertificate,
  notACertificate,
  signingPolicyProblems,
} from '../certificates/certificate-file';
import { isPublisherCertificate } from '../certificates/publisher-certificates';
import type { SigningPolicy } from '../options/signing-policy';

/**
 * The files that a guest-tools directory contributes to the media, and everything that is wrong
 * with it.
 */
export interface Payload {
  /** By their paths on the media. */
  readonly files: readonly LocatedFile[];
  /** Names of the certificate files on the media, in byte order. */
  readonly certificates: readonly string[];
  readonly problems: readonly Diagnostic[];
}

/** Required files at the root of the media. */
const REQUIRED_FILES = [
  'README.md',
  'THIRD_PARTY_NOTICES.md',
  'setup.cmd',
  'uninstall.cmd',
  'verify.cmd',
  'verify.ps1',
];

/**
 * Paths that may be missing, each after its parent. A link in their place is refused all the same.
 */
const OPTIONAL_PATHS = ['certs', 'licenses', 'tools', 'drivers', 'drivers/README.md'];

/** Generated from the device contract and the drivers, so a copy in the directory is ignored. */
const GENERATED_FILES = new Set(['config/devices.cmd', 'config/media.cmd']);

/**
 * Selects what goes on the media from the guest-tools directory (packager rules, 4. What is
 * included): the scripts and texts at its root, `config/`, `licenses/`, `tools/`,
 * `drivers/README.md`, and `certs/` as the signing policy asks. Nothing else in it is looked at.
 *
 * @param driverCertificates Those that came with the drivers: they replace everything in `certs/`.
 * @throws InputError if a directory cannot be read, or for files that are refused anywhere.
 */
export async function selectPayload(
  guestToolsDirectory: string,
  signingPolicy: SigningPolicy,
  driverCertificates: readonly LocatedFile[] = [],
): Promise<Payload> {
  const problems: Diagnostic[] = [];
  const files: LocatedFile[] = [];
  const report = (problem: Problem): void => {
    problems.push(errorDiagnostic(problem));
  };

  for (const name of REQUIRED_FILES) {
    const file = await regularFile(guestToolsDirectory, name);
    if (file) files.push(file);
    else report(incomplete(join(guestToolsDirectory, name), 'a regular file'));
  }
  for (const name of OPTIONAL_PATHS) {
    if (await isSymbolicLink(join(guestToolsDirectory, name))) {
      report(specialFile(join(guestToolsDirectory, name), 'link'));
    }
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
  files.push(...trees.config.filter(({ path }) => !GENERATED_FILES.has(path.toLowerCase())));
  const ownCertificates = trees.certs.filter(({ path }) => !isPublisherCertificate(path));
  const certs = withCertificates(ownCertificates, driverCertificates);
  const certificates = certs.flatMap(({ path }) => (isCertificate(path) ? [basename(path)] : []));
  files.push(...trees.licenses, ...trees.tools, ...certs);
  for (const { path, absolutePath } of certs) {
    if (!isCertificate(path) && path !== 'certs/README.md') report(notACertificate(absolutePath));
  }
  const [fromDrivers] = driverCertificates;
  const place = {
    directory: fromDrivers ? dirname(fromDrivers.absolutePath) : join(guestToolsDirectory, 'certs'),
    cameWithDrivers: fromDrivers !== undefined,
  };
  signingPolicyProblems(place, certificates, signingPolicy).forEach(report);
  return {
    files,
    certificates,
    problems,
  };
}

function incomplete(path: string, expected: string): Problem {
  return {
    file: path,
    id: 'payload.incomplete',
    message: 'the guest-tools directory is not complete',
    found: 'nothing of that name and kind',
    expected,
    remedy: 'restore it, or name another guest-tools directory',
  };
}

async function isSymbolicLink(path: string): Promise<boolean> {
  return (await lstat(path).catch(() => undefined))?.isSymbolicLink() ?? false;
}

async function regularFile(root: string, name: string): Promise<LocatedFile | undefined> {
  const absolutePath = join(root, name);
  const status = await lstat(absolutePath).catch(() => undefined);
  if (!status?.isFile()) return undefined;
  return { path: name, absolutePath, size: status.size, modified: status.mtimeMs };
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

/** The files of a directory at the root that pass the filter; none if the directory is missing. */
async function directoryFiles(
  root: string,
  name: string,
  filter: (path: string) => boolean,
  report: (problem: Problem) => void,
): Promise<LocatedFile[]> {
  if (!(await isDirectory(join(root, name)))) return [];
  const { files } = await listFileTree(join(root, name));
  for (const { path, absolutePath } of files.filter((file) => isPrivateKeyFile(file.path))) {
    report(privateKeyProblem(absolutePath, JSON.stringify(basename(path))));
  }
  return files
    .filter(({ path }) => filter(path) && !isPrivateKeyFile(path))
    .map((file) => ({ ...file, path: `${name}/${file.path}` }));
}

/** The tree of `certs/`, with the other certificates in place of its own if there are any. */
function withCertificates(
  certs: readonly LocatedFile[],
  others: readonly LocatedFile[],
): readonly LocatedFile[] {
  return others.length === 0
    ? certs
    : [...certs.filter(({ path }) => !isCertificate(path)), ...others];
}
