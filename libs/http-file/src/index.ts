export { download, type DownloadedFile, type DownloadOptions } from './download';
export { openHttpClient, type HttpClient, type HttpSettings } from './http-client';
export { HttpError } from './http-error';
export { noRoomError } from './no-room';
export { removePartialFile } from './partial-file';
export { proxySettings, type ProxySettings } from './proxy';
export { NoRangesError, readRange, type ByteRange } from './read-range';
export { shownUrl } from './shown-url';
export { DEFAULT_LIMITS, type TransferLimits } from './transfer-limits';
