import { InputError } from '@aero-guest-tools/diagnostics';
import { shownUrl } from './shown-url';

/** The proxies of a machine, from its environment variables. */
export interface ProxySettings {
  /** URL, or host and port, of the proxy for `http:` URLs. */
  readonly http?: string | undefined;
  /** The same for `https:` URLs. */
  readonly https?: string | undefined;
  /** Hosts that are reached without a proxy, see {@link needsNoProxy}. */
  readonly none?: string | undefined;
}

/**
 * Reads the customary variables. The lower-case spelling of each comes first; an empty one counts
 * as unset.
 *
 * @param environment As `process.env`.
 */
export function proxySettings(
  environment: Readonly<Record<string, string | undefined>>,
): ProxySettings {
  const value = (name: string): string | undefined =>
    [environment[name], environment[name.toUpperCase()]].find(
      (text) => text !== undefined && text !== '',
    );
  return { http: value('http_proxy'), https: value('https_proxy'), none: value('no_proxy') };
}

/**
 * The proxy for a URL; undefined for a direct connection.
 *
 * @throws InputError if the proxy in the settings is not an HTTP proxy.
 */
export function proxyFor(url: URL, settings: ProxySettings): URL | undefined {
  const proxy = url.protocol === 'https:' ? settings.https : settings.http;
  if (proxy === undefined || needsNoProxy(url, settings.none ?? '')) return undefined;
  const parsed = parseProxy(proxy);
  if (parsed && ['http:', 'https:'].includes(parsed.protocol)) return parsed;
  throw new InputError({
    id: 'http.proxy-setting',
    message: `the proxy for ${url.protocol.slice(0, -1)} is not an HTTP proxy`,
    found: parsed ? shownUrl(parsed) : 'a text that is not a URL',
    expected: 'a URL such as http://proxy.example.org:3128',
    remedy: `correct ${url.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY'}, or add the host to NO_PROXY`,
  });
}

/** `proxy.example.org:3128` is also customary. */
function parseProxy(proxy: string): URL | undefined {
  const text = proxy.includes('://') ? proxy : `http://${proxy}`;
  return URL.canParse(text) ? new URL(text) : undefined;
}

/**
 * Whether a list of hosts includes the host of a URL. There is no standard for such lists. This
 * follows what curl, wget and most others agree on: entries are separated by commas or spaces; `*`
 * is every host; a name stands for the host and all below it, with or without a leading dot; a port
 * restricts it.
 */
export function needsNoProxy(url: URL, list: string): boolean {
  const host = url.hostname.replace(/^\[|\]$/g, '').toLowerCase();
  const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port;
  return list
    .toLowerCase()
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .some((entry) => {
      if (entry === '*') return true;
      const { name, port: only } = hostAndPort(entry);
      const matches = host === name || host.endsWith(`.${name}`);
      return matches && (only === undefined || only === port);
    });
}

/** Splits an entry: a port follows a single colon, or an IPv6 address in brackets. */
function hostAndPort(entry: string): { readonly name: string; readonly port: string | undefined } {
  const bracketed = /^\[([^\]]*)\](?::([0-9]+))?$/.exec(entry);
  const [, host, port] = bracketed ?? /^([^:]*):([0-9]+)$/.exec(entry) ?? [entry, entry];
  return { name: (host ?? '').replace(/^\*?\./, ''), port };
}
