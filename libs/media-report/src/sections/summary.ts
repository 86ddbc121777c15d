import {
  targetOf,
  verdictOnAll,
  type MediaDescription,
} from '@aero-guest-tools/media-description/media-description';
import { counted, formatRoundedSize } from '../html/format';
import { html, trusted, type Html } from '../html/html';
import { headline, secureBootCases, type Tone } from '../html/verdict';

const SYMBOLS: Readonly<Record<Tone, string>> = {
  good: '<path d="m7 12.5 3.4 3.4L17 9"/>',
  caution: '<path d="M12 6.8v6.4M12 16.6v.1"/>',
  bad: '<path d="m8.2 8.2 7.6 7.6m0-7.6-7.6 7.6"/>',
  neutral: '<path d="M7.5 12h9"/>',
};

/** The verdict at a glance, and a description of the media. */
export function summarySection(description: MediaDescription): Html {
  const { manifest, drivers, outputs, source, diagnostics } = description;
  const { tone, text, detail } = headline(description);
  const size = manifest.files.reduce((sum, file) => sum + file.size, 0);
  const perArchitecture = targetOf(manifest).architectures.map((architecture) => {
    const count = drivers.filter((driver) => driver.architecture === architecture).length;
    return `${String(count)} for ${architecture}`;
  });
  const warnings = diagnostics.filter(({ severity }) => severity === 'warning').length;
  const cases =
    tone === 'neutral' ? [] : secureBootCases(verdictOnAll(drivers), manifest.signing_policy);
  return html`<section class="verdict ${tone}" aria-labelledby="verdict">
      ${symbol(tone)}
      <div>
        <h2 id="verdict">${text}</h2>
        <p>${detail}</p>
        ${
          cases.length === 0
            ? undefined
            : html`<dl class="cases">
                ${cases.map(
                  ({ condition, text: accepted, tone: ofCase }) =>
                    html`<div class="${ofCase}">
                      <dt>${condition}</dt>
                      <dd>${accepted}</dd>
                    </div> `,
                )}
              </dl>`
        }
      </div>
    </section>
    <dl class="facts">
      ${fact('Drivers', String(drivers.length), perArchitecture.join(', '))}
      ${fact('From', source?.volumeId ?? (source === undefined ? 'a directory' : `a ${source.kind}`), source === undefined ? undefined : `sha256 ${source.sha256.slice(0, 12)}…`)}
      ${fact('Signing policy', manifest.signing_policy, manifest.certs_required ? 'setup imports certificates' : 'setup imports no certificate')}
      ${fact('Warnings', warnings === 0 ? 'none' : String(warnings), warnings === 0 ? undefined : html`<a href="#warnings">what they say</a>`)}
      ${fact('Contents', formatRoundedSize(size), counted(manifest.files.length, 'file'))}
      ${outputs.map((output) => fact(output.name, formatRoundedSize(output.size), `sha256 ${output.sha256.slice(0, 12)}…`))}
    </dl>`;
}

function fact(name: string, value: string | Html, detail?: string | Html): Html {
  return html`<div>
    <dt>${name}</dt>
    <dd>${value}</dd>
    ${detail === undefined ? undefined : html`<dd>${detail}</dd>`}
  </div> `;
}

function symbol(tone: Tone): Html {
  return trusted(
    `<svg viewBox="0 0 24 24" aria-hidden="true" fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"><circle cx="12" cy="12" r="10.5"/>${SYMBOLS[tone]}</svg>`,
  );
}
