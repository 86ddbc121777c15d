import { PUBLISHED_IMAGES, RELEASE_RANGES, type Windows7Standing } from './known-releases';

/** The release of an image, and how certain that is. */
export interface ImageRelease {
  /** `0.1.285`, or with the revision of the package if that is known: `0.1.285-1`. */
  readonly release: string;
  /**
   * `published`: the hash is one that was published for the release. `other`: the image's name is
   * that of a release with a published hash, but its hash differs. `named`: only the image's name
   * says so.
   */
  readonly certainty: 'published' | 'other' | 'named';
  /** The verdict of Windows 7 on its drivers; undefined if nothing is known of the release. */
  readonly windows7: Windows7Standing | undefined;
}

/** Which releases to use for Windows 7, for remedies. */
export const RELEASES_FOR_WINDOWS_7 =
  '0.1.217 and newer, and 0.1.173 and older, have drivers that Windows 7 accepts';

/** Why not to use other releases, as sentences for people. */
const STANDING_TEXTS: Readonly<Record<Windows7Standing, string>> = {
  accepted: 'has drivers that Windows 7 accepts',
  'sha-256':
    'has drivers for Windows 7 that are signed with SHA-256 only, which it accepts with updates',
  'line-ends':
    'has drivers for Windows 7 whose INF files had their line endings changed after they were signed, so that their catalogs do not match',
};

/**
 * Determines the release of an image from its hash and its volume identifier
 * (`virtio-win-0.1.285`).
 *
 * @param image SHA-256 in lower-case hexadecimal; the volume identifier is null if there is none.
 * @returns Undefined if neither identifies a release.
 */
export function imageRelease(image: {
  readonly sha256: string;
  readonly volume_id: string | null;
}): ImageRelease | undefined {
  const published = PUBLISHED_IMAGES.find(({ sha256 }) => sha256 === image.sha256);
  if (published) {
    const { release } = published;
    return { release, certainty: 'published', windows7: windows7Standing(release) };
  }
  const release = /^virtio-win-(\d+\.\d+\.\d+)(?:-\d+)?$/i.exec(image.volume_id ?? '')?.[1];
  if (release === undefined) return undefined;
  const isPublished = PUBLISHED_IMAGES.some((other) => other.release.startsWith(`${release}-`));
  return {
    release,
    certainty: isPublished ? 'other' : 'named',
    windows7: windows7Standing(release),
  };
}

/**
 * The verdict of Windows 7 on the drivers of a release; undefined if nothing is known of the
 * release.
 */
export function windows7Standing(release: string): Windows7Standing | undefined {
  return RELEASE_RANGES.find(
    ({ from, to }) =>
      compareReleases(from, release) <= 0 &&
      (to === undefined || compareReleases(release, to) <= 0),
  )?.windows7;
}

/**
 * One sentence about the release of an image, without a full stop.
 *
 * @param forWindows7 Whether to include the verdict of Windows 7 on its drivers.
 */
export function releaseText(
  { release, certainty, windows7 }: ImageRelease,
  forWindows7 = true,
): string {
  const standing =
    windows7 === undefined || !forWindows7 ? '' : `, which ${STANDING_TEXTS[windows7]}`;
  if (certainty === 'published')
    return `this is the published image of release ${release}${standing}`;
  const called = `the image calls itself release ${release}${standing}`;
  if (certainty === 'named') return called;
  const hashes = PUBLISHED_IMAGES.filter((other) => other.release.startsWith(`${release}-`))
    .map((other) => `${other.release} has SHA-256 ${other.sha256}`)
    .join(', ');
  return `${called}; but it is not the published image (${hashes}): it is another revision, a part of it, or a changed image`;
}

/** Compares the numbers; the revision does not count. */
function compareReleases(a: string, b: string): number {
  const [left, right] = [a, b].map((release) =>
    (release.split('-')[0] ?? '').split('.').map((part) => Number(part)),
  );
  for (let index = 0; index < 3; index += 1) {
    const order = (left?.[index] ?? 0) - (right?.[index] ?? 0);
    if (order !== 0) return order;
  }
  return 0;
}
