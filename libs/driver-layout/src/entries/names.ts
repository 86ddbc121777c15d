// oxlint-disable-next-line no-control-regex -- these are the characters of ASCII
const ASCII = /^[\u0000-\u007f]*$/;

/** Whether two names are equal when the case of ASCII letters is ignored. */
export function equalNames(a: string, b: string): boolean {
  return foldCase(a) === foldCase(b);
}

/** Makes ASCII letters lower-case. Unlike `toLowerCase` it never changes the length. */
export function foldCase(text: string): string {
  return ASCII.test(text)
    ? text.toLowerCase()
    : text.replaceAll(/[A-Z]/g, (letter) => letter.toLowerCase());
}
