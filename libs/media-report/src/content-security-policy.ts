import { createHash } from 'node:crypto';

/**
 * The policy of a page: it may show itself, with one style sheet and at most one script, both
 * identified by their hashes (Content Security Policy Level 3, 6.7.3.3). It may not load anything,
 * send anything, or set a base URL.
 */
export function contentSecurityPolicy(styleSheet: string, script?: string): string {
  return [
    "default-src 'none'",
    `style-src ${hashSource(styleSheet)}`,
    ...(script === undefined ? [] : [`script-src ${hashSource(script)}`]),
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ');
}

function hashSource(text: string): string {
  return `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
}
