import { formatSize } from '@aero-guest-tools/diagnostics';
import type { FactChange } from './compare';
import type { ChangeGroup, GroupedFile } from './comparison-groups';
import { startText } from './description';

/** A verdict that has changed, or that something has which is new or gone. */
export interface VerdictChange extends Omit<FactChange, 'fact'> {
  /** Who says so: `Windows 10, Windows 11`, with architectures where a Windows says different things on them. */
  readonly by: string;
}

/** What the Windows of a group say. */
export function verdictChanges({
  verdicts,
}: Pick<ChangeGroup, 'verdicts'>): readonly VerdictChange[] {
  const windowsOfAll = verdicts.flatMap(({ windows }) => windows);
  // Where a Windows says different things, it is because of the architecture.
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

/** A file that is new or gone, with the sizes that it has in the builds. */
export function namedFileText({ path, sizes }: GroupedFile): string {
  return `${path}, ${sizes.map(([before, after]) => formatSize(after ?? before ?? 0)).join(' and ')}`;
}

/**
 * What has become of a file that is no INF file.
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
