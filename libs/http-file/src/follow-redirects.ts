import { connectionError } from './connection-error';
import type { HttpClient } from './http-client';
import { HttpError } from './http-error';
import { shownUrl } from './shown-url';
import { whence, type HttpResponse } from './status-error';

/** More than any chain of mirrors has. */
const MAXIMUM_REDIRECTS = 10;

/** RFC 9110, 15.4. The other statuses do not say where a file is. */
const REDIRECTS = new Set([301, 302, 303, 307, 308]);

/**
 * Sends a GET request, and follows redirects (RFC 9110, 15.4). User name and password of the URL
 * are only sent to the server that it names.
 *
 * @throws HttpError if there is no response, if there are too many redirects, or if one leads from
 *   `https:` to `http:` or to something else.
 */
export async function getFollowing(
  client: HttpClient,
  requested: URL,
  headers: Readonly<Record<string, string>>,
): Promise<HttpResponse> {
  let url = requested;
  for (let redirects = 0; redirects <= MAXIMUM_REDIRECTS; redirects += 1) {
    const answer = await client.get(url, headers);
    if (!REDIRECTS.has(answer.status)) return { ...answer, requested, url };
    // The body of a redirect is for people.
    answer.body.discard();
    url = redirectTarget(requested, url, answer.headers.location);
  }
  throw new HttpError({
    file: shownUrl(requested),
    id: 'http.too-many-redirects',
    message: 'there are too many redirects',
    found: `${String(MAXIMUM_REDIRECTS)} of them, at last to ${shownUrl(url)}`,
    expected: `a file after at most ${String(MAXIMUM_REDIRECTS)} redirects`,
    remedy: 'check the URL, or name the one that it should lead to',
  });
}

function redirectTarget(requested: URL, from: URL, location: string | undefined): URL {
  const target =
    location !== undefined && URL.canParse(location, from.href)
      ? new URL(location, from)
      : undefined;
  const isAllowed =
    target?.protocol === 'https:' || (target?.protocol === 'http:' && from.protocol === 'http:');
  if (!target || !isAllowed) {
    throw new HttpError({
      file: shownUrl(requested),
      id: 'http.redirect-refused',
      message: 'a redirect leads to a URL that is not allowed',
      found: `${target ? shownUrl(target) : 'no URL'}${whence(requested, from)}`,
      expected: from.protocol === 'https:' ? 'an https: URL' : 'an https: or http: URL',
      remedy: 'check the URL, or name the one that it should lead to',
    });
  }
  const isSameServer = target.origin === from.origin;
  target.username = isSameServer ? from.username : '';
  target.password = isSameServer ? from.password : '';
  return target;
}

/**
 * The chunks of a body.
 *
 * @throws HttpError if the connection breaks.
 */
export async function* bodyOf({ requested, body }: HttpResponse): AsyncGenerator<Buffer> {
  try {
    yield* body.chunks;
  } catch (error) {
    throw connectionError(requested, error);
  }
}
