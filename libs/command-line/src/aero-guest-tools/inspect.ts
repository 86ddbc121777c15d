import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { verdictField, verdictText } from '@aero-guest-tools/catalog';
import { windowsOf } from '@aero-guest-tools/catalog/verdict';
import { formatSize } from '@aero-guest-tools/diagnostics';
import {
  signersOf,
  type DescribedDriver,
  type Description,
} from '@aero-guest-tools/driver-description';
import { readSmallFile } from '@aero-guest-tools/file-tree';
import { isoDriverDate } from '@aero-guest-tools/inf/driver-date';
import { releaseText } from '@aero-guest-tools/virtio-win';
import { Argument, Command } from 'commander';
import { pathArgument } from '../arguments';
import type { CommonOptions, Program, ProgramContext } from '../program';
import type { JsonOutput, ProgramOutput } from '../program-output';
import { inspectedFile } from './inspected-file';
import { describeOperand } from './operand';
import { SOURCE_REMEDIES, withSourceOptions, type SourceOptions } from './source-place';

/** The command line of `aero-guest-tools inspect`, as the user wrote it. */
export interface InspectOptions extends SourceOptions {
  readonly file: string;
}

/** In bytes: the largest catalog, INF file or file of certificates that is read into memory. */
const MAXIMUM_FILE_SIZE = 64 * 1024 * 1024;

/** Files that are described individually, rather than as something that holds drivers. */
const SINGLE_FILE = /\.(?:inf|cat|cer|crt|p7b|pem)$/i;

const HELP = `
The program says what the file is, and then shows:
  an image, a tree or an archive of drivers   each driver with version, signer
                                              and verdict
  media, or their manifest.json               also version, build and policy
  an INF file                                 class, and its devices, services and
                                              files on each Windows version
  a catalog                                   what it covers, and who signed it
  certificates                                owner, issuer and validity`;

/** Describes a file, a directory, an image or media. */
export const inspectCommand: Program<InspectOptions> = {
  command: () =>
    withSourceOptions(
      new Command('aero-guest-tools inspect')
        .description('Describes an image, media, a tree of drivers, or a file of a driver.')
        .addArgument(
          new Argument(
            '<file>',
            'an image, media, a directory, a zip archive, a manifest.json, an INF file, a catalog or a certificate; or a lock, or the URL of an image',
          ).argParser(pathArgument),
        ),
    ).addHelpText('after', HELP),
  remedies: SOURCE_REMEDIES,
  run: inspect,
};

async function inspect(
  options: InspectOptions & CommonOptions,
  context: ProgramContext,
): Promise<ProgramOutput> {
  const path = resolve(context.workingDirectory, options.file);
  if (SINGLE_FILE.test(path) && (await isFile(path))) {
    const bytes = await readSmallFile(path, {
      description: 'the file',
      maximumSize: MAXIMUM_FILE_SIZE,
    });
    const inspected = inspectedFile(bytes, options.file);
    return options.json ? inspected.json : inspected.lines;
  }
  const description = await describeOperand(options.file, options, context, { reads: 'drivers' });
  return options.json ? descriptionJson(description) : descriptionLines(description);
}

async function isFile(path: string): Promise<boolean> {
  const stats = await stat(path).catch(() => undefined);
  return stats?.isFile() ?? false;
}

const KINDS: Readonly<Record<Description['kind'], string>> = {
  'virtio-win': 'drivers of virtio-win',
  media: 'driver media',
  manifest: 'the manifest of driver media',
  packages: 'driver packages, as CI or the packager lay them out',
  drivers: 'drivers',
  nothing: 'no drivers',
};

const CONTAINERS = { iso: 'an ISO image', zip: 'a zip archive', directory: 'a directory' } as const;

function descriptionLines(description: Description): readonly string[] {
  const { kind, label, identity, listedFor, release, manifest } = description;
  const { drivers, otherFolders, files } = description;
  const container = identity && ` in ${CONTAINERS[identity.kind]}`;
  return [
    `${label}: ${KINDS[kind]}${container ?? ''}`,
    ...(release === undefined ? [] : [`  release    ${releaseText(release)}`]),
    ...(manifest === undefined
      ? []
      : [
          `  version    ${manifest.package.version}, build ${manifest.package.build_id}`,
          `  policy     ${manifest.signing_policy}`,
        ]),
    ...(identity === undefined
      ? []
      : [`  size       ${formatSize(identity.size)}`, `  sha256     ${identity.sha256}`]),
    ...(identity?.volume_id ? [`  volume id  ${identity.volume_id}`] : []),
    ...(listedFor === undefined
      ? []
      : [`  its files are taken as the lock lists them, those for ${listedFor.join(', ')} alone`]),
    ...(drivers.length === 0 ? [] : ['']),
    ...byName(drivers).flatMap((ofName) => driverLines(ofName)),
    ...(otherFolders.length === 0
      ? []
      : ['', `${String(otherFolders.length)} folders are for ARM64, and were not looked at`]),
    ...problemLines(description),
    '',
    `${countText(drivers.length, 'driver')}, ${countText(files.length, 'other file')}`,
  ];
}

function countText(count: number, what: string): string {
  return `${String(count)} ${what}${count === 1 ? '' : 's'}`;
}

function byName(drivers: readonly DescribedDriver[]): readonly (readonly DescribedDriver[])[] {
  const names = new Map<string, DescribedDriver[]>();
  for (const driver of drivers) {
    const key = driver.name.toLowerCase();
    names.set(key, [...(names.get(key) ?? []), driver]);
  }
  return [...names.values()];
}

/** A line for each build of a driver, followed by the Windows that it is for. */
function driverLines(drivers: readonly DescribedDriver[]): readonly string[] {
  const builds = new Map<string, string[]>();
  for (const driver of drivers) {
    const { version = 'no version', date = '', verdict } = driver;
    const signer = signersOf(driver);
    const text = [
      `  ${[version, isoDriverDate(date)].join(' ').trim()}`,
      signer === undefined ? 'signed by nobody' : `signed by ${signer}`,
      ...(verdict === undefined ? [] : [`${windowsOf(verdict).name}: ${verdictText(verdict)}`]),
    ].join(', ');
    builds.set(text, [...(builds.get(text) ?? []), placeText(driver)]);
  }
  const [first] = drivers;
  const devices = new Set(drivers.flatMap(({ hardwareIds }) => hardwareIds));
  const services = new Set(drivers.flatMap((driver) => driver.services.map(({ name }) => name)));
  return [
    `${first?.name ?? ''}${first?.provider === undefined ? '' : `, by ${first.provider}`}`,
    ...Array.from(builds, ([text, places]) => [text, `    for ${places.join(', ')}`]).flat(),
    ...(services.size === 0 ? [] : [`    installs ${[...services].join(', ')}`]),
    ...Array.from(devices, (id) => `    binds ${id}`),
  ];
}

function placeText({ windows, architecture }: DescribedDriver): string {
  return windows === undefined ? architecture : `${windows} ${architecture}`;
}

/** A problem of several drivers is reported once. */
function problemLines({ drivers, problems }: Description): readonly string[] {
  const told = new Map<string, Set<string>>();
  for (const driver of drivers) {
    for (const { message } of driver.problems) {
      const places = told.get(message) ?? new Set<string>();
      told.set(message, places.add(`${driver.name} ${placeText(driver)}`));
    }
  }
  const lines = [
    ...problems.map(({ file = '', message }) => `  ${file}: ${message}`),
    ...Array.from(told, ([message, places]) => `  ${message}: ${[...places].join(', ')}`),
  ];
  return lines.length === 0 ? [] : ['', 'what a build would report', ...lines];
}

function descriptionJson(description: Description): JsonOutput {
  const { kind, label, identity, release, manifest, drivers, otherFolders, files } = description;
  return {
    file: label,
    kind,
    identity: identity ?? null,
    release: release ?? null,
    package: manifest?.package ?? null,
    signing_policy: manifest?.signing_policy ?? null,
    drivers: drivers.map((driver) => ({
      name: driver.name,
      windows: driver.windows ?? null,
      architecture: driver.architecture,
      directory: driver.directory,
      version: driver.version ?? null,
      date: driver.date ?? null,
      provider: driver.provider ?? null,
      hardware_ids: driver.hardwareIds,
      services: driver.services.map(({ name, start }) => ({ name, start: start ?? null })),
      catalogs: driver.catalogs,
      windows_7: null,
      ...(driver.verdict && {
        [verdictField(windowsOf(driver.verdict).id)]: driver.verdict,
      }),
      problems: driver.problems,
      files: driver.files,
    })),
    folders_not_looked_at: otherFolders,
    files: files.map(({ path, size, sha256 }) => ({ path, size, sha256: sha256 ?? null })),
    problems: description.problems,
  };
}
