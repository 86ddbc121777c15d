import { findSection, type Architecture, type Inf, type InfLine } from './inf';
import {
  appliesToWindows7,
  compareDecorations,
  parseTargetOsDecoration,
  type TargetOsDecoration,
} from './target-os-decoration';

/** One entry of a models section: a device, and the section that installs it. */
export interface Model {
  readonly description: string;
  /** The DDInstall section without a platform extension, as written. */
  readonly installSection: string;
  /** Empty where the entry gives compatible IDs only. */
  readonly hardwareId: string;
  readonly compatibleIds: readonly string[];
  /** The models section, as written at its head, e.g. `VirtioDisk.NTamd64.6.1`. */
  readonly section: string;
  /** What the name of the models section says about its target; absent where that is nothing. */
  readonly decoration?: TargetOsDecoration;
  /** Line of the file, from 1. */
  readonly line: number;
}

/** A models section that `[Manufacturer]` names. */
interface ModelsSection {
  readonly name: string;
  readonly decoration?: TargetOsDecoration;
}

/**
 * The devices that an INF installs: for an architecture those that Windows 7 on it would use, else
 * those of all models sections that `[Manufacturer]` names. In the order of `[Manufacturer]`.
 *
 * Source of the rule: "INF Manufacturer Section", "INF Models Section".
 */
export function models(inf: Inf, architecture?: Architecture): readonly Model[] {
  const sections = new Map<string, ModelsSection>();
  for (const line of findSection(inf, 'Manufacturer')?.lines ?? []) {
    for (const section of modelsSections(line, architecture)) {
      const name = section.name.toLowerCase();
      if (!sections.has(name)) sections.set(name, section);
    }
  }
  return [...sections.values()].flatMap((section) => modelsOf(inf, section));
}

/** The models sections that an entry of `[Manufacturer]` leads to. */
function modelsSections(line: InfLine, architecture?: Architecture): readonly ModelsSection[] {
  // `%name% = models-section [, TargetOSVersion ...]`, or a name that is also that of the section.
  const [name = '', ...decorations] = line.values;
  if (name === '') return [];
  const decorated = decorations
    .filter((text) => text !== '')
    .map((text): ModelsSection => {
      const decoration = parseTargetOsDecoration(text);
      return { name: `${name}.${text}`, ...(decoration ? { decoration } : {}) };
    });
  if (architecture === undefined) return [{ name }, ...decorated];

  const best = decorated
    .filter(({ decoration }) => decoration && appliesToWindows7(decoration, architecture))
    .toSorted((left, right) =>
      compareDecorations(left.decoration ?? {}, right.decoration ?? {}),
    )[0];
  if (best) return [best];
  return architecture === 'x86' ? [{ name }] : [];
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
        ...(decoration ? { decoration } : {}),
        line,
      },
    ];
  });
}
