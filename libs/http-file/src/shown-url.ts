/**
 * A URL as messages and files may show it. User name, password, query and fragment are left out:
 * each of them may be a secret, such as the signature of a link that expires.
 */
export function shownUrl({ protocol, host, pathname, search }: URL): string {
  return `${protocol}//${host}${pathname}${search === '' ? '' : '?...'}`;
}
