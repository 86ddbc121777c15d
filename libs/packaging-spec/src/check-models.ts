import { formatList, type Problem } from '@aero-guest-tools/diagnostics';
import { distinctNames, nameKey } from '@aero-guest-tools/driver-layout/driver-name';
import { installations, models, type Inf, type Model } from '@aero-guest-tools/inf';
import type { DriverPackage, PackagedInf } from './driver-package';
import { firstProblems } from './first-problems';

/**
 * At least one of the INF files must bind a device on the architecture that they are packaged for;
 * others may be for another architecture or another Windows. Each model that binds must have an
 * install section. (Packager rules, 3. INF checks.)
 */
export function checkModels(driverPackage: DriverPackage): readonly Problem[] {
  const { infs, architecture, windows } = driverPackage;
  if (infs.every(({ inf }) => models(inf, architecture, windows).length === 0)) {
    return [bindsNothing(driverPackage)];
  }
  return infs.flatMap((inf) => missingInstallSections(driverPackage, inf));
}

function bindsNothing({ directory, architecture, windows, infs }: DriverPackage): Problem {
  const target = `${windows.name} ${architecture}`;
  const all = infs.flatMap(({ inf }) => models(inf));
  const [first] = all;
  const [only, ...others] = infs;
  const details = {
    found:
      first === undefined
        ? 'no models at all'
        : `models only in ${formatList(distinctNames(all.map(({ section }) => section)))}`,
    expected: `models for ${architecture}, as in [${first?.section.split('.')[0] ?? 'Models'}.NT${architecture}]`,
    remedy: `package the driver's INF file for ${architecture}`,
  };
  return only !== undefined && others.length === 0
    ? {
        file: `${directory}/${only.path}`,
        ...(first === undefined ? {} : { position: { line: first.line, column: 1 } }),
        id: 'inf.binds-nothing',
        message: `the INF file installs no device on ${target}`,
        ...details,
      }
    : {
        file: directory,
        id: 'inf.none-binds',
        message: `none of the INF files installs a device on ${target}`,
        ...details,
      };
}

/** One problem for each install section that models name but that does not exist. */
function missingInstallSections(
  { directory, architecture, windows }: DriverPackage,
  { path, inf }: PackagedInf,
): readonly Problem[] {
  const file = `${directory}/${path}`;
  const missing = installations(inf, architecture, windows).filter(
    ({ section }) => section === undefined,
  );
  return firstProblems(file, missing, ({ name, models: [model] }) => ({
    file,
    position: { line: model.line, column: 1 },
    id: 'inf.install-section-missing',
    message: `the install section of the device "${model.description}" is missing`,
    found: `the sections ${formatList(similarSections(inf, model))}`,
    expected: `[${name}.NT${architecture}], [${name}.NT] or [${name}]`,
    remedy:
      'add the section under one of these names: Windows looks for no others, and never for one with a version',
  }));
}

function similarSections(inf: Inf, { installSection }: Model): readonly string[] {
  const prefix = `${nameKey(installSection)}.`;
  return [...inf.sections.values()]
    .map(({ name }) => name)
    .filter((name) => nameKey(name).startsWith(prefix));
}
