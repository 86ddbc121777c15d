import type { Diagnostic } from '@aero-guest-tools/diagnostics';
import type { MediaDescription } from '@aero-guest-tools/media-description';
import { html, type Html } from '../html';

/** What is wrong or worth knowing, each with what to do about it. */
export function warningsSection({ diagnostics }: MediaDescription): Html {
  const errors = diagnostics.some(({ severity }) => severity === 'error');
  return html`<section aria-labelledby="warnings">
    <h2 id="warnings">${errors ? 'Problems and warnings' : 'Warnings'}</h2>
    ${
      diagnostics.length === 0
        ? html`<p>There are none.</p>`
        : html`<ul class="notices">
            ${diagnostics.map((diagnostic) => notice(diagnostic))}
          </ul>`
    }
  </section>`;
}

function notice({ severity, message, file, found, expected, remedy }: Diagnostic): Html {
  const details: readonly (readonly [string, string | undefined])[] = [
    ['Where', file],
    ['Found', found],
    ['Expected', expected],
    ['Remedy', remedy],
  ];
  return html`<li class="notice ${severity === 'error' ? 'bad' : 'caution'}">
    <h3>
      <span class="hidden-text">${severity === 'error' ? 'Problem: ' : 'Warning: '}</span>${message}
    </h3>
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
