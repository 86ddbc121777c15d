import { formatList, type Problem } from '@aero-guest-tools/diagnostics';
import { models } from '@aero-guest-tools/inf';
import { distinctNames } from './driver-name';
import type { DriverPackage } from './driver-package';

/**
 * An INF file that installs devices installs some on the architecture that it is packaged for. One
 * whose models are all for another would never bind there.
 */
export function checkModels({ directory, architecture, infs }: DriverPackage): readonly Problem[] {
  return infs.flatMap(({ path, inf }) => {
    const [first, ...others] = models(inf);
    if (!first || models(inf, architecture).length > 0) return [];
    return [
      {
        file: `${directory}/${path}`,
        position: { line: first.line, column: 1 },
        message: `the INF file installs no device on Windows 7 ${architecture}`,
        found: `models only in ${formatList(distinctNames([first, ...others].map(({ section }) => section)))}`,
        expected: `models for ${architecture}, as in [${first.section.split('.')[0] ?? ''}.NT${architecture}]`,
        remedy: `package the driver's INF file for ${architecture}`,
      },
    ];
  });
}
