import { otherFileProblem } from './other-file-problem';
import { InputError, type RemedyAction } from '@aero-guest-tools/diagnostics';
import { parseContentLength, parseContentRange } from './content-range';
import { bodyOf, getFollowing } from './follow-redirects';
import type { HttpClient } from './http-client';
import { HttpError } from './http-error';
import { openPartialFile, removePartialFile, type PartialFile } from './partial-file';
import { startRetries } from './retries';
import { shownUrl } from './shown-url';
import { requireIdentity, statusError, whence, type HttpResponse } from './status-error';
import { strongValidator } from './validator';

/** What to download, and where to write it. */
export interface DownloadOptions {
  readonly url: URL;
  /** Where the file is written. An interrupted download at this path is resumed. */
  readonly path: string;
  /** Lower-case hexadecimal; the expected hash of the file, if it is known. */
  readonly sha256?: string | undefined;
  /** The expected size of the file in bytes, if it is known. */
  readonly size?: number | undefined;
  /** The largest size that the file may have, in bytes. */
  readonly maximumSize: number;
  /** The remedy if the file is not the expected one. */
  readonly remedy: string;
  /** See `Diagnostic.action`. */
  readonly action?: RemedyAction | undefined;
  /** Called with the number of bytes received, and the total if it is known. */
  readonly onProgress?: ((received: number, size: number | undefined) => void) | undefined;
}

/** A downloaded file. */
export interface DownloadedFile {
  /** In bytes. */
  readonly size: number;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
}

/**
 * Downloads a file, and verifies it as it arrives. A broken download resumes where it broke (RFC
 * 9110, 14. Range Requests), in this run or in a later one, since the received bytes are kept.
 * Bytes of two responses are only joined if the server says that they are of the same version, or
 * if the hash of the whole is known. If the hash then turns out wrong, everything is downloaded
 * once more in one piece before the file is refused.
 *
 * @throws HttpError if the server does not deliver the file: the received bytes are kept.
 *   InputError if it delivers another file than expected, or if there is no room for it: then
 *   nothing is left.
 */
export async function download(
  client: HttpClient,
  options: DownloadOptions,
): Promise<DownloadedFile> {
  const file = await openPartialFile(options.path);
  try {
    return await downloadTo(file, client, options);
  } catch (error) {
    const isWorthKeeping = error instanceof HttpError && file.size() > 0;
    // Another process may have continued the download, and may have a file of its own under that
    // name.
    if (!isWorthKeeping && (await file.isInPlace())) await removePartialFile(options.path);
    throw error;
  } finally {
    await file.close();
  }
}

async function downloadTo(
  file: PartialFile,
  client: HttpClient,
  options: DownloadOptions,
): Promise<DownloadedFile> {
  const isJoined = await receiveAll(file, client, options);
  let sha256 = file.sha256();
  if (isJoined && sha256 !== (options.sha256 ?? sha256)) {
    await file.restart(undefined);
    await receiveAll(file, client, options);
    sha256 = file.sha256();
  }
  if (sha256 !== (options.sha256 ?? sha256)) {
    throw otherFile(options, `SHA-256 ${sha256}`, `SHA-256 ${String(options.sha256)}`);
  }
  return { size: file.size(), sha256 };
}

/** @returns Whether the file was joined from more than one response. */
async function receiveAll(
  file: PartialFile,
  client: HttpClient,
  options: DownloadOptions,
): Promise<boolean> {
  const retries = startRetries(client, options.url, file.size());
  let isJoined = file.size() > 0;
  while (file.size() === 0 || file.size() !== options.size) {
    try {
      isJoined = (await receive(file, client, options)) === 206;
      break;
    } catch (error) {
      retries.reached(file.size());
      await retries.after(error);
    }
  }
  return isJoined;
}

/**
 * Requests the missing bytes if the download can be resumed, otherwise the whole file.
 *
 * @returns The status of the response.
 */
async function receive(
  file: PartialFile,
  client: HttpClient,
  options: DownloadOptions,
): Promise<number> {
  const headers = rangeHeaders(file, options);
  let response = await getFollowing(client, options.url, headers ?? {});
  const goesOn = headers !== undefined && continues(response, file);
  if (!goesOn && (response.status === 206 || response.status === 416)) {
    response.body.discard();
    response = await getFollowing(client, options.url, {});
  }
  const size = acceptedSize(response, goesOn ? 206 : 200, options);
  if (!goesOn) await file.restart(strongValidator(response.headers));
  for await (const chunk of bodyOf(response)) {
    const limit = size ?? options.maximumSize;
    if (file.size() + chunk.length > limit) {
      throw otherFile(options, `more than ${String(limit)} bytes`, `${String(limit)} bytes`);
    }
    await file.append(chunk);
    options.onProgress?.(file.size(), size);
  }
  if (size !== undefined && file.size() < size) throw cutShort(response, file.size(), size);
  return response.status;
}

/**
 * Undefined if there is nothing to resume, or no way to tell whether the rest is of the same
 * version.
 */
function rangeHeaders(
  file: PartialFile,
  { sha256, size = Infinity }: DownloadOptions,
): Record<string, string> | undefined {
  const validator = file.validator();
  const canGoOn = validator !== undefined || sha256 !== undefined;
  if (file.size() === 0 || file.size() > size || !canGoOn) return undefined;
  return {
    range: `bytes=${String(file.size())}-`,
    ...(validator === undefined ? {} : { 'if-range': validator }),
  };
}

/** Whether a response continues after the bytes received so far, up to the end of the file. */
function continues({ status, headers }: HttpResponse, file: PartialFile): boolean {
  const range = parseContentRange(headers['content-range']);
  return (
    status === 206 &&
    range?.first === file.size() &&
    (range.size ?? range.last + 1) === range.last + 1
  );
}

/**
 * Checks the head of a response, before any of its body is read.
 *
 * @returns The size of the whole file in bytes, if that is known.
 */
function acceptedSize(
  response: HttpResponse,
  wanted: 200 | 206,
  options: DownloadOptions,
): number | undefined {
  const { status, headers, body } = response;
  try {
    if (status !== wanted) throw statusError(response);
    requireIdentity(response);
    const size =
      status === 200
        ? parseContentLength(headers['content-length'])
        : parseContentRange(headers['content-range'])?.size;
    if (size !== undefined && size !== (options.size ?? size)) {
      throw otherFile(options, `${String(size)} bytes`, `${String(options.size)} bytes`);
    }
    if (size !== undefined && size > options.maximumSize) {
      const limit = `at most ${String(options.maximumSize)} bytes`;
      throw otherFile(options, `${String(size)} bytes`, limit);
    }
    return options.size ?? size;
  } catch (error) {
    body.discard();
    throw error;
  }
}

function otherFile(
  { url, remedy, action }: DownloadOptions,
  found: string,
  expected: string,
): InputError {
  return new InputError(otherFileProblem(shownUrl(url), { found, expected, remedy, action }));
}

/** Without a length, a response ends wherever the connection does (RFC 9112, 6.3). */
function cutShort({ requested, url }: HttpResponse, received: number, size: number): HttpError {
  return new HttpError(
    {
      file: shownUrl(requested),
      id: 'http.cut-short',
      message: 'the response ends too early',
      found: `${String(received)} bytes${whence(requested, url)}`,
      expected: `${String(size)} bytes`,
      remedy: 'run again to resume there, or name another source',
    },
    { isTransient: true },
  );
}
