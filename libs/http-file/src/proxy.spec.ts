import { describe, expect, test } from '@jest/globals';
import { needsNoProxy, proxyFor, proxySettings } from './proxy';

describe('proxies of the environment', () => {
  test('lower case comes first, and what is empty is not there', () => {
    expect(
      proxySettings({
        http_proxy: 'a',
        HTTP_PROXY: 'b',
        https_proxy: '',
        HTTPS_PROXY: 'c',
        NO_PROXY: 'd',
      }),
    ).toEqual({ http: 'a', https: 'c', none: 'd' });
    expect(proxySettings({})).toEqual({ http: undefined, https: undefined, none: undefined });
  });

  test('there is one for each scheme', () => {
    const settings = { http: 'proxy:3128', https: 'https://secure.example.org' };
    expect(proxyFor(new URL('http://example.org'), settings)?.href).toBe('http://proxy:3128/');
    expect(proxyFor(new URL('https://example.org'), settings)?.host).toBe('secure.example.org');
    expect(proxyFor(new URL('https://example.org'), { http: 'proxy' })).toBeUndefined();
  });

  test.each([
    ['socks5://user:hidden@proxy:1080', 'socks5://proxy:1080'],
    ['http://user:hidden@:3128', 'a text that is not a URL'],
  ])('%s is refused', (https, found) => {
    const message = `the proxy for https is not an HTTP proxy\n  found:    ${found}\n`;
    const act = (): unknown => proxyFor(new URL('https://example.org'), { https });
    expect(act).toThrow(message);
    expect(act).not.toThrow(/hidden/);
  });
});

describe('hosts that need no proxy', () => {
  test.each([
    ['*', 'http://example.org', true],
    ['example.org', 'http://example.org', true],
    ['example.org', 'http://EXAMPLE.org', true],
    ['Example.org', 'http://mirror.example.org', true],
    ['.example.org', 'http://mirror.example.org', true],
    ['.example.org', 'http://example.org', true],
    ['*.example.org', 'http://mirror.example.org', true],
    ['example.org', 'http://notexample.org', false],
    ['a.org, b.org\tc.org', 'http://c.org', true],
    ['', 'http://example.org', false],
    [' , ', 'http://example.org', false],
    ['example.org:8080', 'http://example.org:8080', true],
    ['example.org:8080', 'http://example.org', false],
    ['example.org:80', 'http://example.org', true],
    ['example.org:443', 'https://example.org', true],
    ['127.0.0.1', 'http://127.0.0.1:5000', true],
    ['::1', 'http://[::1]:5000', true],
    ['[::1]', 'http://[::1]:5000', true],
    ['[::1]:5000', 'http://[::1]:5000', true],
    ['[::1]:5001', 'http://[::1]:5000', false],
  ])('%j: %s: %p', (list, url, expected) => {
    expect(needsNoProxy(new URL(url), list)).toBe(expected);
  });
});
