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

/** What to download, and where to. */
export interface DownloadOptions {
  readonly url: URL;
  /** The file is made here. What an interrupted download has left here is gone on with. */
  readonly path: string;
  /** Lower-case hexadecimal; what the file must have, if it is known. */
  readonly sha256?: string | undefined;
  /** Bytes that the file must have, if that is known. */
  readonly size?: number | undefined;
  /** Bytes that the file may have at the most. */
  readonly maximumSize: number;
  /** What to do about a file that is not the expected one. */
  readonly remedy: string;
  /** See `Diagnostic.action`. */
  readonly action?: RemedyAction | undefined;
  /** Told how many bytes are there, and of how many if that is known. */
  readonly onProgress?: ((received: number, size: number | undefined) => void) | undefined;
}

/** What was downloaded. */
export interface DownloadedFile {
  /** In bytes. */
  readonly size: number;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
}

/**
 * Downloads a file, and verifies it while it comes. A download that breaks goes on where it broke
 * (RFC 9110, 14. Range Requests), in this run or, since what came stays where it is, in a later one.
 * Bytes of two answers are only joined if the server says that they are of the same version, or if
 * the hash of the whole is known; and if that hash turns out wrong, everything is fetched once more
 * in one piece before the file is refused.
 *
 * @throws HttpError if the server does not deliver the file: what came of it stays. InputError if it
 *   gives another one than expected, or there is no room for it: then nothing is left.
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
    // Another process may have gone on with it, and have a file of that name of its own.
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

/** @returns Whether the file was put together from more than one answer. */
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
 * Asks for what is missing, if what is there can be gone on with, else for the whole file.
 *
 * @returns The status of the answer.
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

/** Undefined if there is nothing to go on with, or no way to tell whether the rest belongs to it. */
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

/** Whether an answer is what comes behind the bytes that are there, up to the end. */
function continues({ status, headers }: HttpResponse, file: PartialFile): boolean {
  const range = parseContentRange(headers['content-range']);
  return (
    status === 206 &&
    range?.first === file.size() &&
    (range.size ?? range.last + 1) === range.last + 1
  );
}

/**
 * Looks at the head of an answer, before anything of it is taken.
 *
 * @returns Bytes that the whole file has, if that is known.
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

/** Without a length of its own, an answer ends wherever the connection does (RFC 9112, 6.3). */
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
