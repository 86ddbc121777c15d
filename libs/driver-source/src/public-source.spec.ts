import { describe, expect, test } from '@jest/globals';
import { requirePublicSource } from './public-source';

const place = { name: 'the option source', variable: 'VIRTIO_WIN_ISO' };

describe('a secret in an option', () => {
  test.each([
    ['https://user:hidden@example.org/a.iso', 'user name or password'],
    ['HTTPS://hidden@example.org/a.iso', 'user name or password'],
    ['http://user:hid/den@example.org/a.iso?x', 'a query'],
    ['https://user:hidden@[not a host', 'user name or password'],
    ['ftp://user:hidden@example.org/', 'user name or password'],
    [' https://user:hidden@example.org/', 'user name or password'],
    ['https://example.org/a.iso?signature=hidden', 'a query'],
    ['https://example.org/a.iso#hidden', 'a fragment'],
  ])('%s is refused, and not shown', (source, found) => {
    let message = '';
    try {
      requirePublicSource(source, place);
    } catch (error) {
      ({ message } = error as Error);
    }
    expect(message).toMatch(/^the option source may contain a secret/);
    expect(message).toContain(`found:    a URL with ${found}\n`);
    expect(message).toContain('set the environment variable VIRTIO_WIN_ISO');
    expect(message).not.toMatch(/hid|den|example/);
  });

  test.each([
    'https://example.org/virtio-win%20a@b.iso',
    'file:///tmp/a.iso',
    'virtio-win@1.iso',
    '/tmp/a?b#c.iso',
    'C:\\drivers\\a@b.iso',
    'out',
  ])('%s is none', (source) => {
    expect(() => {
      requirePublicSource(source, place);
    }).not.toThrow();
  });
});
