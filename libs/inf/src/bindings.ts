import { copiedFiles } from './copy-files';
import { baseName, programName } from './file-references';
import { linesOf, findSection, type Architecture, type Inf } from './inf';
import { InfError } from './inf-error';
import { actualInstallSection, withNeeds } from './install-section';
import { models, type Model } from './models';
import { servicesOf, SPSVCINST_ASSOCSERVICE } from './services';

/** A device identification string that an INF binds a driver to. */
export interface Binding {
  /** A hardware or compatible ID of the models section, as written. */
  readonly hardwareId: string;
  /** Whether the models entry gives it as the hardware ID or as a compatible ID. */
  readonly kind: 'hardware' | 'compatible';
  readonly model: Model;
  /** The section that Windows installs from, with its platform extension, in lower case. */
  readonly installSection: string;
  /** The service that becomes the function driver: AddService with SPSVCINST_ASSOCSERVICE. */
  readonly functionService?: string;
  /** All services that are installed with the device, in the order of the INF. */
  readonly services: readonly string[];
  /** Base names of the files that are copied for the device, each once, in the order of the INF. */
  readonly files: readonly string[];
}

type Installation = Pick<Binding, 'installSection' | 'functionService' | 'services' | 'files'>;

/**
 * How many services and files the install sections of an INF may have together, counted once for
 * each install section. Real ones have a few thousand; a small file that crosses many install
 * sections with long file lists could have any number.
 */
const MAXIMUM_INSTALLED_ITEMS = 1_000_000;

/**
 * Which hardware IDs an INF binds on Windows 7 of an architecture, to which service, with which
 * files. In the order of the INF. Empty if none of its models sections is for that architecture:
 * such a driver never binds.
 *
 * Source of the rule: "INF Models Section", "INF DDInstall Section", "INF AddService Directive".
 *
 * @throws InfError If its install sections copy more than a million files together.
 */
export function bindings(inf: Inf, architecture: Architecture): readonly Binding[] {
  let left = MAXIMUM_INSTALLED_ITEMS;
  const installations = new Map<string, Installation>();
  const installationOf = (name: string): Installation => {
    const section = actualInstallSection(inf, name, architecture);
    const known = installations.get(section);
    if (known) return known;
    const installation = readInstallation(inf, section, left);
    left -= installation.services.length + installation.files.length;
    installations.set(section, installation);
    return installation;
  };

  return models(inf, architecture).flatMap((model) => {
    const installation = installationOf(model.installSection);
    const hardware = model.hardwareId === '' ? [] : [model.hardwareId];
    return [
      ...hardware.map((hardwareId): Binding => {
        return { hardwareId, kind: 'hardware', model, ...installation };
      }),
      ...model.compatibleIds.map((hardwareId): Binding => {
        return { hardwareId, kind: 'compatible', model, ...installation };
      }),
    ];
  });
}

/** @param limit How many services and files may still be read. */
function readInstallation(inf: Inf, installSection: string, limit: number): Installation {
  const sections = (extension: string) => withNeeds(inf, installSection + extension);
  const addServices = sections('.services').flatMap((section) => servicesOf(inf, section));
  const functionService = addServices.find(
    ({ flags = 0 }) => (flags & SPSVCINST_ASSOCSERVICE) !== 0,
  );
  const interfaces = sections('.interfaces')
    .flatMap((section) => linesOf(section, 'AddInterface'))
    .map(({ values }) => findSection(inf, values[2] ?? ''))
    .filter((section) => section !== undefined);

  const copied = copiedFiles(inf, [...sections(''), ...sections('.coinstallers'), ...interfaces]);
  if (copied.length + addServices.length > limit) throw tooManyItems(inf.file);
  const binaries = addServices.map(({ serviceBinary = '' }) => programName(serviceBinary));
  const files = new Map<string, string>();
  for (const file of [...copied.map(({ source }) => baseName(source)), ...binaries]) {
    if (file !== '' && !files.has(file.toLowerCase())) files.set(file.toLowerCase(), file);
  }
  return {
    installSection,
    ...(functionService ? { functionService: functionService.name } : {}),
    services: addServices.map(({ name }) => name),
    files: [...files.values()],
  };
}

function tooManyItems(file: string): InfError {
  return new InfError({
    file,
    message: 'the install sections of this INF copy too many files',
    expected: `at most ${String(MAXIMUM_INSTALLED_ITEMS)} services and files in all of them together`,
    remedy: 'split the INF, or check whether it is one',
  });
}
