import { otherFileProblem } from './other-file-problem';
import { parseContentRange } from './content-range';
import { bodyOf, getFollowing } from './follow-redirects';
import type { HttpClient } from './http-client';
import { HttpError } from './http-error';
import { startRetries } from './retries';
import { shownUrl } from './shown-url';
import { requireIdentity, statusError, whence, type HttpResponse } from './status-error';

/** A range of bytes of a file. */
export interface ByteRange {
  /** Offset of the first byte. */
  readonly offset: number;
  /** In bytes; at least one. */
  readonly length: number;
}

/** The least average size of responses that give less than requested, in bytes. */
const LEAST_PART = 64 * 1024;

/** How many responses may be smaller than that, for servers that have their reasons. */
const SMALL_PARTS = 16;

/** A server delivers files only as a whole. */
export class NoRangesError extends Error {}

/**
 * Reads a range of a file on a server (RFC 9110, 14. Range Requests). A broken transfer resumes
 * where it broke. The caller must verify the bytes.
 *
 * @param fileSize Size of the file in bytes.
 * @returns Chunks whose total length is that of the range.
 * @throws NoRangesError if the server does not support ranges, or gives so little at a time that
 *   downloading the whole file is faster. HttpError if it does not deliver the file, or delivers
 *   one of another size.
 */
export async function* readRange(
  client: HttpClient,
  url: URL,
  { offset, length }: ByteRange,
  fileSize: number,
): AsyncGenerator<Buffer> {
  const retries = startRetries(client, url, offset);
  const maximumAnswers = SMALL_PARTS + Math.ceil(length / LEAST_PART);
  let answers = 0;
  const end = offset + length;
  let position = offset;
  while (position < end) {
    try {
      const headers = { range: `bytes=${String(position)}-${String(end - 1)}` };
      const response = await getFollowing(client, url, headers);
      const available = acceptedLength(response, { position, end, fileSize });
      let received = 0;
      for await (const chunk of bodyOf(response)) {
        received += chunk.length;
        if (received > available) throw tooMuch(response, available);
        position += chunk.length;
        retries.reached(position);
        yield chunk;
      }
      if (received < available) throw tooLittle(response, received, available);
      answers += 1;
      if (position < end && answers >= maximumAnswers) throw new NoRangesError('small parts');
    } catch (error) {
      await retries.after(error);
    }
  }
}

interface Wanted {
  readonly position: number;
  readonly end: number;
  readonly fileSize: number;
}

/** Checks the head of a response. A server may give less than requested, but at least one byte. */
function acceptedLength(response: HttpResponse, { position, end, fileSize }: Wanted): number {
  const { requested, url, status, headers, body } = response;
  try {
    if (status === 200 || status === 416) throw new NoRangesError(`status ${String(status)}`);
    if (status !== 206) throw statusError(response);
    const range = parseContentRange(headers['content-range']);
    // Without a range, the response has several parts, which were not requested.
    if (range?.first !== position || range.last >= end) throw new NoRangesError('another range');
    if (range.size !== undefined && range.size !== fileSize) {
      throw new HttpError(
        otherFileProblem(shownUrl(requested), {
          found: `${String(range.size)} bytes${whence(requested, url)}`,
          expected: `${String(fileSize)} bytes`,
          remedy: 'check the URL',
        }),
      );
    }
    requireIdentity(response);
    return range.last - range.first + 1;
  } catch (error) {
    body.discard();
    throw error;
  }
}

function tooMuch(response: HttpResponse, available: number): HttpError {
  return wrongLength(response, `more than ${String(available)} bytes`, available, false);
}

function tooLittle(response: HttpResponse, received: number, available: number): HttpError {
  return wrongLength(response, `${String(received)} bytes`, available, true);
}

function wrongLength(
  { requested, url }: HttpResponse,
  found: string,
  available: number,
  isTransient: boolean,
): HttpError {
  return new HttpError(
    {
      file: shownUrl(requested),
      id: 'http.wrong-length',
      message: 'the response does not have the length that it announces',
      found: found + whence(requested, url),
      expected: `${String(available)} bytes`,
      remedy: 'run again later, or name another source',
    },
    { isTransient },
  );
}
