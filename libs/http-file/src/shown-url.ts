/**
 * A URL for messages and files. It omits user name, password, query and fragment: each of them may
 * be a secret, such as the signature of an expiring link.
 */
export function shownUrl({ protocol, host, pathname, search }: URL): string {
  return `${protocol}//${host}${pathname}${search === '' ? '' : '?...'}`;
}
