import { contentSecurityPolicy } from './content-security-policy';
import { html, trusted, type Html } from './html/html';
import { STYLE_SHEET } from './style-sheet';

/** The contents of a page, without the parts that every page has. */
export interface PageContents {
  readonly title: string;
  /** The link past the header, for keyboards and screen readers: its target and its text. */
  readonly skip: { readonly to: string; readonly text: string };
  readonly header: Html;
  readonly main: Html;
  /** The only script of the page, if there is one. */
  readonly script?: string;
}

/**
 * A document that loads nothing: its style sheet and its script are inline, and nothing else may
 * run.
 */
export function pageDocument({ title, skip, header, main, script }: PageContents): string {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta
          http-equiv="Content-Security-Policy"
          content="${trusted(contentSecurityPolicy(STYLE_SHEET, script))}"
        />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <title>${title}</title>
        ${trusted(`<style>${STYLE_SHEET}</style>`)}
      </head>
      <body>
        <a class="skip" href="${skip.to}">${skip.text}</a>
        <div class="page">
          <header>${header}</header>
          <main>${main}</main>
        </div>
        ${script === undefined ? undefined : trusted(`<script>${script}</script>`)}
      </body>
    </html> `.markup;
}
