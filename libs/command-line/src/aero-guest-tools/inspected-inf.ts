import { startText } from '@aero-guest-tools/driver-description';
import {
  catalogFiles,
  deviceClass,
  driverVersion,
  fileReferences,
  models,
  provider,
  services,
  serviceStartType,
  type Inf,
  type TargetOs,
} from '@aero-guest-tools/inf';
import { isoDriverDate } from '@aero-guest-tools/inf/driver-date';
import {
  ARCHITECTURES,
  atBuild,
  WINDOWS_TARGETS,
  type Architecture,
  type WindowsTarget,
} from '@aero-guest-tools/windows-target';
import type { JsonOutput } from '../program-output';

/** SERVICE_xxx_START, "INF AddService Directive". */
const START_TYPES = ['boot', 'system', 'automatic', 'on demand', 'disabled'] as const;

/** What an INF file does on one Windows and architecture. */
interface InfEffects {
  readonly devices: readonly { readonly name: string; readonly hardwareIds: readonly string[] }[];
  readonly services: readonly { readonly name: string; readonly start: string | null }[];
  readonly files: readonly string[];
}

/** Builds of a Windows on which an INF file does the same. */
interface InfOnWindows {
  readonly windows: WindowsTarget;
  readonly architecture: Architecture;
  /** The builds of the Windows that the effects apply to, in ascending order. */
  readonly builds: readonly number[];
  readonly effects: InfEffects;
}

/**
 * Describes an INF file: its `[Version]`, and what it does on each Windows that media are made for.
 * Whether that Windows accepts it depends on its catalog and files, which `inspect` checks if it is
 * given their folder.
 */
export function inspectedInf(inf: Inf): {
  readonly lines: readonly string[];
  readonly json: JsonOutput;
} {
  const { version, date } = driverVersion(inf) ?? {};
  const { name: className, guid } = deviceClass(inf) ?? {};
  const on = WINDOWS_TARGETS.flatMap((windows) =>
    windows.architectures.flatMap((architecture) => onWindows(inf, windows, architecture)),
  );
  const sections = [...new Set(models(inf).map(({ section }) => section))];
  const catalogs = catalogFiles(inf);
  const fact = (name: string, text: string | undefined): readonly string[] =>
    text === undefined || text === '' ? [] : [`  ${name.padEnd(9)} ${text}`];
  return {
    lines: [
      `${inf.file}: an INF file`,
      ...fact('class', [className, guid].filter((part) => part !== undefined).join(' ')),
      ...fact(
        'version',
        [version, date && isoDriverDate(date)].filter((part) => part).join(' of '),
      ),
      ...fact('provider', provider(inf)),
      ...fact('catalog', catalogs.join(', ')),
      ...fact('models', sections.map((section) => `[${section}]`).join(', ')),
      ...effectsLines(on),
      'inspect its folder to see who signed it, and what each Windows says to that',
    ],
    json: {
      file: inf.file,
      kind: 'inf',
      class: className ?? null,
      class_guid: guid ?? null,
      version: version ?? null,
      date: date ?? null,
      provider: provider(inf) ?? null,
      catalogs,
      models_sections: sections,
      windows: on.map(({ windows, architecture, builds, effects }) => ({
        id: windows.id,
        name: windows.name,
        architecture,
        builds,
        devices: effects.devices.map(({ name, hardwareIds }) => ({
          name,
          hardware_ids: hardwareIds,
        })),
        services: effects.services,
        files: effects.files,
      })),
    },
  };
}

/**
 * A models section can require a build (INF Manufacturer Section: "TargetOSVersion"), so builds of
 * one Windows may differ. Neighbouring builds that do not differ are one item.
 */
function onWindows(
  inf: Inf,
  windows: WindowsTarget,
  architecture: Architecture,
): readonly InfOnWindows[] {
  const items: InfOnWindows[] = [];
  for (const build of windows.builds) {
    const effects = effectsOf(inf, architecture, atBuild(windows, build));
    const last = items.at(-1);
    if (last !== undefined && JSON.stringify(last.effects) === JSON.stringify(effects)) {
      items[items.length - 1] = { ...last, builds: [...last.builds, build] };
    } else {
      items.push({ windows, architecture, builds: [build], effects });
    }
  }
  return items;
}

function effectsOf(inf: Inf, architecture: Architecture, os: TargetOs): InfEffects {
  const devices = new Map<string, string[]>();
  for (const model of models(inf, architecture, os)) {
    const ids = devices.get(model.description) ?? [];
    ids.push(...[model.hardwareId, ...model.compatibleIds].filter((id) => id !== ''));
    devices.set(model.description, ids);
  }
  return {
    devices: Array.from(devices, ([name, hardwareIds]) => ({ name, hardwareIds })),
    services: services(inf, architecture, os).map((service) => {
      const type = serviceStartType(inf, service);
      return {
        name: service.name,
        start: type === undefined ? null : (START_TYPES[type] ?? String(type)),
      };
    }),
    files: [
      ...new Set(
        fileReferences(inf, architecture, os)
          .filter(({ directive }) => directive === 'CopyFiles')
          .map(({ file }) => file),
      ),
    ],
  };
}

/**
 * Effects that are the same on several Windows are listed once; those that bind no device come
 * last.
 */
function effectsLines(on: readonly InfOnWindows[]): readonly string[] {
  const groups = new Map<string, InfOnWindows[]>();
  for (const item of on.filter(({ effects }) => effects.devices.length > 0)) {
    const key = JSON.stringify(item.effects);
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  const none = on.filter(({ effects }) => effects.devices.length === 0);
  return [
    ...[...groups.values()].flatMap((items) => [
      ...placeLines(items, 'on'),
      ...items.slice(0, 1).flatMap(({ effects }) => lines(effects)),
    ]),
    ...placeLines(none, 'binds no device on'),
  ];
}

/** A line for each architecture: `on amd64: Windows 7, Windows 10 from build 16299`. */
function placeLines(items: readonly InfOnWindows[], text: string): readonly string[] {
  return ARCHITECTURES.flatMap((architecture) => {
    const places = items.filter((item) => item.architecture === architecture);
    return places.length === 0
      ? []
      : [`${text} ${architecture}: ${places.map((item) => placeText(item)).join(', ')}`];
  });
}

function placeText({ windows: { name, builds: all }, builds }: InfOnWindows): string {
  if (builds.length === all.length) return name;
  const [first = 0, last = 0] = [builds[0], builds.at(-1)];
  if (last === all.at(-1)) return `${name} from build ${String(first)}`;
  if (first === all[0]) return `${name} up to build ${String(last)}`;
  return `${name} from build ${String(first)} to ${String(last)}`;
}

function lines({ devices, services: installed, files }: InfEffects): readonly string[] {
  return [
    ...devices.flatMap(({ name, hardwareIds }) => [
      `  binds     ${name}`,
      ...hardwareIds.map((id) => `            ${id}`),
    ]),
    ...installed.map(
      ({ name, start }) =>
        `  installs  service ${name}${start === null ? '' : `, ${startText(start)}`}`,
    ),
    ...(files.length === 0 ? [] : [`  copies    ${files.join(', ')}`]),
  ];
}
