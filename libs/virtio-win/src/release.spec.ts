import { describe, expect, test } from '@jest/globals';
import { PUBLISHED_IMAGES, RELEASE_RANGES } from './known-releases';
import { imageRelease, releaseText, windows7Standing } from './release';

const OTHER = 'ab'.repeat(32);

describe('rules 8: which releases have drivers that Windows 7 takes', () => {
  test.each([
    ['0.1.100', 'accepted'],
    ['0.1.173', 'accepted'],
    ['0.1.173-9', 'accepted'],
    ['0.1.185', 'sha-256'],
    ['0.1.185-2', 'sha-256'],
    ['0.1.190', 'line-ends'],
    ['0.1.208', 'line-ends'],
    ['0.1.215', 'line-ends'],
    ['0.1.217', 'accepted'],
    ['0.1.285', 'accepted'],
    ['0.1.1000', 'accepted'],
    ['0.1.175', undefined],
    ['0.1.216', undefined],
  ])('%s: %s', (release, standing) => {
    expect(windows7Standing(release)).toBe(standing);
  });
});

describe('rules 8: the release of an image', () => {
  test('is known by its hash, whatever it calls itself', () => {
    const [published] = PUBLISHED_IMAGES.slice(-1);
    const release = imageRelease({ sha256: published?.sha256 ?? '', volume_id: 'ANYTHING' });
    expect(release).toEqual({ release: '0.1.285-1', certainty: 'published', windows7: 'accepted' });
    expect(release && releaseText(release)).toBe(
      'this is the published image of release 0.1.285-1, which has drivers that Windows 7 accepts',
    );
  });

  test('that has another hash than the published one is said to be another image', () => {
    const release = imageRelease({ sha256: OTHER, volume_id: 'virtio-win-0.1.285' });
    expect(release).toMatchObject({ release: '0.1.285', certainty: 'other' });
    expect(release && releaseText(release)).toMatch(
      /^the image calls itself release 0\.1\.285, .*; but it is not the published image \(0\.1\.285-1 has SHA-256 e14cf2b9/,
    );
  });

  test('of which no hash is known is what it calls itself', () => {
    const release = imageRelease({ sha256: OTHER, volume_id: 'virtio-win-0.1.190' });
    expect(release).toEqual({ release: '0.1.190', certainty: 'named', windows7: 'line-ends' });
    expect(release && releaseText(release)).toContain('line endings changed');
  });

  test.each(['AERO', 'virtio-win', 'virtio-win-1.9.40-x', '', null])('%j is none', (volume_id) => {
    expect(imageRelease({ sha256: OTHER, volume_id })).toBeUndefined();
  });
});

describe('the tables', () => {
  test('are in order and without overlap, with a source for each row', () => {
    const releases = RELEASE_RANGES.flatMap(({ from, to }) =>
      to === undefined ? [from] : [from, to],
    );
    const numbers = releases.map((release) => Number(release.split('.')[2]));
    expect(numbers).toEqual(numbers.toSorted((a, b) => a - b));
    const builds = PUBLISHED_IMAGES.map(({ release }) => Number(/(\d+)-/.exec(release)?.[1]));
    expect(builds).toEqual(builds.toSorted((a, b) => a - b));
    expect(new Set(PUBLISHED_IMAGES.map(({ sha256 }) => sha256)).size).toBe(
      PUBLISHED_IMAGES.length,
    );
    for (const { sha256, source } of PUBLISHED_IMAGES) {
      expect(sha256).toMatch(/^[0-9a-f]{64}$/);
      expect(source).not.toBe('');
    }
    for (const { source } of RELEASE_RANGES) expect(source).not.toBe('');
  });
});
