import type { ExecutorContext } from '@nx/devkit';
import { describe, expect, test } from '@jest/globals';
import { driversLocation, type DriversLocationOptions } from './drivers-location';

const context = { root: '/workspace', cwd: '/workspace' } as ExecutorContext;

function locate(options: Partial<DriversLocationOptions>): ReturnType<typeof driversLocation> {
  return driversLocation(
    { sourceVariable: 'THE_VARIABLE', sourceLayout: 'virtio-win', ...options },
    context,
    { onProgress: () => {} },
  );
}

describe('a secret in an option, which logs and other users see, is refused', () => {
  const secret = 'https://user:hidden@example.org/virtio-win.iso';

  test.each([
    ['source', 'THE_VARIABLE'],
    ['defaultSource', 'THE_VARIABLE'],
    ['certPath', 'DRIVER_CERT_PATH'],
  ])('%s', async (option, variable) => {
    const refused = locate({ source: 'a.iso', [option]: secret });
    await expect(refused).rejects.toThrow(
      new RegExp(`the option ${option} may contain a secret[^]*variable ${variable} `),
    );
    await expect(refused).rejects.not.toThrow(/hidden/);
  });

  test('a URL without one is not', async () => {
    const source = 'https://example.org/virtio-win.iso';
    await expect(locate({ source })).resolves.toMatchObject({ source });
  });
});
