import { parseContentRange } from './content-range';
import { getFollowing } from './follow-redirects';
import type { HttpClient } from './http-client';
import { NoRangesError } from './read-range';
import { statusError } from './status-error';

/**
 * The size of a file on a server in bytes, from a request for its first byte (RFC 9110, 14.4).
 *
 * @throws NoRangesError if the server does not support ranges, or does not state the size.
 *   HttpError if it does not deliver the file.
 */
export async function remoteFileSize(client: HttpClient, url: URL): Promise<number> {
  const response = await getFollowing(client, url, { range: 'bytes=0-0' });
  response.body.discard();
  const { status, headers } = response;
  if (status === 200 || status === 416) throw new NoRangesError(`status ${String(status)}`);
  if (status !== 206) throw statusError(response);
  const size = parseContentRange(headers['content-range'])?.size;
  if (size === undefined) throw new NoRangesError('no size');
  return size;
}
