const SYSTEM_NAMES: ReadonlySet<string> = new Set([
  '__macosx',
  'thumbs.db',
  'ehthumbs.db',
  'desktop.ini',
]);

/**
 * Whether a file or directory of this name is silently skipped: it is hidden, or an operating
 * system left it behind. (Packager rules, 4. What is included.)
 */
export function isHiddenName(name: string): boolean {
  return name.startsWith('.') || SYSTEM_NAMES.has(name.toLowerCase());
}
