import type { Problem } from '@aero-guest-tools/diagnostics';
import type { MediaDescription } from '@aero-guest-tools/media-description';
import { html, type Html } from '../html/html';
import type { Tone } from '../html/verdict';

/** What is wrong or worth knowing, each with what to do about it. */
export function warningsSection({ diagnostics, notes }: MediaDescription): Html {
  const errors = diagnostics.some(({ severity }) => severity === 'error');
  return html`<section aria-labelledby="warnings">
    <h2 id="warnings">${errors ? 'Problems and warnings' : 'Warnings'}</h2>
    ${
      diagnostics.length + notes.length === 0
        ? html`<p>There are none.</p>`
        : html`<ul class="notices">
            ${diagnostics.map((diagnostic) =>
              diagnostic.severity === 'error'
                ? notice('Problem', 'bad', diagnostic)
                : notice('Warning', 'caution', diagnostic),
            )}
            ${notes.map((note) => notice('Note', 'neutral', note))}
          </ul>`
    }
  </section>`;
}

function notice(
  kind: string,
  tone: Tone,
  { message, file, found, expected, remedy }: Problem,
): Html {
  const details: readonly (readonly [string, string | undefined])[] = [
    ['Where', file],
    ['Found', found],
    ['Expected', expected],
    ['Remedy', remedy],
  ];
  return html`<li class="notice ${tone}">
    <h3><span class="hidden-text">${kind}: </span>${message}</h3>
    <dl class="properties">
      ${details.map(([name, value]) =>
        value === undefined || value === ''
          ? undefined
          : html`<dt>${name}</dt>
              <dd>${value}</dd>`,
      )}
    </dl>
  </li> `;
}
