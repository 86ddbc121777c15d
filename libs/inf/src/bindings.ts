import { copiedFiles } from './copy-files';
import { baseName, programName } from './file-name';
import { findSection, linesOf, valuesOf, type Architecture, type Inf } from './inf';
import { InfError } from './inf-error';
import { actualInstallSection } from './install-section';
import { models, type Model } from './models';
import { servicesOf, SPSVCINST_ASSOCSERVICE, type ServiceInstallation } from './services';

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
  readonly functionService?: string | undefined;
  /** All services that are installed with the device, in the order of the INF. */
  readonly services: readonly string[];
  /** Base names of the source files that are copied for the device and of its service binaries, each once. */
  readonly files: readonly string[];
}

type Installation = Pick<Binding, 'installSection' | 'functionService' | 'services' | 'files'>;

interface Cost {
  /** How many entries were read. */
  readonly cost: number;
}

/**
 * How many entries may be read for all install sections together: those of a file-list-section
 * count for each install section that copies it. Real INFs come to a few hundred thousand; a small
 * file that crosses many install sections with long lists could come to any number.
 */
const MAXIMUM_ENTRIES = 2_000_000;

/**
 * Which hardware IDs an INF binds on Windows 7 of an architecture, to which service, with which
 * files. In the order of the INF. Empty if none of its models sections is for that architecture:
 * such a driver never binds. What `Include` and `Needs` take from INFs of Windows is not known here.
 *
 * Source of the rule: "INF Models Section", "INF DDInstall Section", "INF AddService Directive".
 *
 * @throws InfError If its install sections lead to more than two million entries together.
 */
export function bindings(inf: Inf, architecture: Architecture): readonly Binding[] {
  let left = MAXIMUM_ENTRIES;
  const installations = new Map<string, Installation>();
  const installationOf = (name: string): Installation => {
    const section = actualInstallSection(inf, name, architecture);
    const known = installations.get(section);
    if (known) return known;
    const { cost, ...installation } = readInstallation(inf, section, left);
    left -= cost;
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

/** @param limit How many entries may still be read. */
function readInstallation(inf: Inf, installSection: string, limit: number): Installation & Cost {
  const section = (extension: string) => inf.sections.get(installSection + extension);
  const addServices = servicesOf(
    inf,
    [section('.services')].filter((item) => item !== undefined),
  );
  const addInterfaces = linesOf(section('.interfaces'), 'AddInterface');
  const copySections = new Set([
    section(''),
    section('.coinstallers'),
    ...addInterfaces.map(({ values }) => findSection(inf, values[2] ?? '')),
  ]);
  const copied = copiedFiles(inf, copySections);
  const cost =
    addServices.length +
    addInterfaces.length +
    copied.length +
    [...copySections].flatMap((item) => valuesOf(item, 'CopyFiles')).length;
  if (cost > limit) throw tooManyEntries(inf.file);

  const binaries = new Set(addServices.map(({ serviceBinary = '' }) => serviceBinary));
  const files = new Map<string, string>();
  for (const file of [
    ...copied.map(({ source }) => baseName(source)),
    ...Array.from(binaries, (path) => programName(path)),
  ]) {
    if (file !== '' && !files.has(file.toLowerCase())) files.set(file.toLowerCase(), file);
  }
  return {
    installSection,
    functionService: addServices.find(isFunctionDriver)?.name,
    services: addServices.map(({ name }) => name),
    files: [...files.values()],
    cost,
  };
}

function isFunctionDriver({ flags = 0 }: ServiceInstallation): boolean {
  return (flags & SPSVCINST_ASSOCSERVICE) !== 0;
}

function tooManyEntries(file: string): InfError {
  return new InfError({
    file,
    message: 'the install sections of this INF lead to too many services and files',
    expected: `at most ${String(MAXIMUM_ENTRIES)} entries for all of them together`,
    remedy: 'split the INF, or check whether it is one',
  });
}
