import { formatSize } from '@aero-guest-tools/diagnostics';
import type { FactChange } from './compare';
import type { ChangeGroup, GroupedFile } from './comparison-groups';
import { startText } from './description';

/** A verdict that has changed, or that belongs to a driver that is new or gone. */
export interface VerdictChange extends Omit<FactChange, 'fact'> {
  /** The Windows with this verdict: `Windows 10, Windows 11`, with architectures if they differ. */
  readonly by: string;
}

/** The verdicts of the Windows of a group. */
export function verdictChanges({
  verdicts,
}: Pick<ChangeGroup, 'verdicts'>): readonly VerdictChange[] {
  const windowsOfAll = verdicts.flatMap(({ windows }) => windows);
  // If a Windows has several verdicts, they differ by architecture.
  const isByArchitecture = new Set(windowsOfAll).size < windowsOfAll.length;
  return verdicts.map(({ windows, places, before, after }) => {
    const architectures = [...new Set(places.map(({ architecture }) => architecture))].join(', ');
    return {
      by: `${windows.join(', ')}${isByArchitecture ? ` on ${architectures}` : ''}`,
      before,
      after,
    };
  });
}

/** `viostor.inf: the catalog does not list the file`. */
export function problemText({ file, message }: ChangeGroup['problemsAdded'][number]): string {
  return file === undefined ? message : `${file}: ${message}`;
}

/** `viostor, started at boot`. */
export function serviceText({ name, start }: ChangeGroup['servicesAdded'][number]): string {
  return start === undefined ? name : `${name}, ${startText(start)}`;
}

/** A file that is new or gone, with its sizes in the builds. */
export function namedFileText({ path, sizes }: GroupedFile): string {
  return `${path}, ${sizes.map(([before, after]) => formatSize(after ?? before ?? 0)).join(' and ')}`;
}

/**
 * The change of a file that is not an INF file.
 *
 * @param arrow Between the sizes of before and after.
 */
export function changedSizesText({ sizes }: GroupedFile, arrow: '->' | '→'): string {
  return sizes
    .map(([before = 0, after = 0]) =>
      before === after
        ? `other contents, ${formatSize(after)}`
        : `${formatSize(before)} ${arrow} ${formatSize(after)}`,
    )
    .join('; ');
}
