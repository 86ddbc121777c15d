import { findSection, type Architecture, type Inf, type InfLine } from './inf';
import {
  appliesTo,
  compareDecorations,
  parseTargetOsDecoration,
  type TargetOsDecoration,
} from './target-os-decoration';
import { WINDOWS_7, type TargetOs } from './target-os';

/** One entry of a models section: a device, and the section that installs it. */
export interface Model {
  readonly description: string;
  /** The DDInstall section without a platform extension, as written. */
  readonly installSection: string;
  /** Empty if the entry gives only compatible IDs. */
  readonly hardwareId: string;
  readonly compatibleIds: readonly string[];
  /** The models section, as written in its header, e.g. `VirtioDisk.NTamd64.6.1`. */
  readonly section: string;
  /** The decoration in the name of the models section; absent if there is none. */
  readonly decoration?: TargetOsDecoration | undefined;
  /** Line number in the INF file, from 1. */
  readonly line: number;
}

/** A models section that `[Manufacturer]` names. */
interface ModelsSection {
  readonly name: string;
  readonly decoration?: TargetOsDecoration | undefined;
}

/** "A section name has a maximum length of 255 characters": "General Syntax Rules for INF Files". */
const MAXIMUM_SECTION_NAME_LENGTH = 255;

/**
 * The devices that an INF file installs. For an architecture, those that the given Windows would
 * use on it; otherwise those of all models sections that `[Manufacturer]` names. In the order of
 * `[Manufacturer]`.
 *
 * Source of the rule: "INF Manufacturer Section", "INF Models Section".
 */
export function models(
  inf: Inf,
  architecture?: Architecture,
  os: TargetOs = WINDOWS_7,
): readonly Model[] {
  const sections = new Map<string, ModelsSection>();
  for (const line of findSection(inf, 'Manufacturer')?.lines ?? []) {
    for (const section of modelsSections(line, os, architecture)) {
      sections.set(section.name.toLowerCase(), section);
    }
  }
  return [...sections.values()].flatMap((section) => modelsOf(inf, section));
}

/** The models sections that an entry of `[Manufacturer]` leads to. */
function modelsSections(
  line: InfLine,
  os: TargetOs,
  architecture?: Architecture,
): readonly ModelsSection[] {
  // `%name% = models-section [, TargetOSVersion ...]`, or a name that is also that of the section.
  const [name = '', ...decorations] = line.values;
  if (!isSectionName(name)) return [];
  const targets = new Set(decorations.filter((text) => isSectionName(text)));
  const decorated = Array.from(targets, (text): ModelsSection => {
    return { name: `${name}.${text}`, decoration: parseTargetOsDecoration(text) };
  });
  if (architecture === undefined) return [{ name }, ...decorated];
  const preferred = preferredModelsSection(decorated, architecture, os);
  if (preferred) return [preferred];
  return architecture === 'x86' ? [{ name }] : [];
}

function isSectionName(text: string): boolean {
  return text !== '' && text.length <= MAXIMUM_SECTION_NAME_LENGTH;
}

/** The first of the decorated models sections that Windows prefers, if any applies. */
function preferredModelsSection(
  sections: readonly ModelsSection[],
  architecture: Architecture,
  os: TargetOs,
): ModelsSection | undefined {
  let preferred: ModelsSection | undefined;
  for (const section of sections) {
    const { decoration } = section;
    if (!decoration || !appliesTo(decoration, architecture, os)) continue;
    if (!preferred?.decoration || compareDecorations(decoration, preferred.decoration) < 0) {
      preferred = section;
    }
  }
  return preferred;
}

function modelsOf(inf: Inf, { name, decoration }: ModelsSection): readonly Model[] {
  const section = findSection(inf, name);
  return (section?.lines ?? []).flatMap(({ key, values, line }): Model[] => {
    const [installSection = '', hardwareId = '', ...compatibleIds] = values;
    if (key === undefined || installSection === '') return [];
    return [
      {
        description: key,
        installSection,
        hardwareId,
        compatibleIds: compatibleIds.filter((id) => id !== ''),
        section: section?.name ?? name,
        decoration,
        line,
      },
    ];
  });
}
