// A separate entry point, `@aero-guest-tools/media-report/comparison-page`, since the page about
// media does not need it.
import { posix } from 'node:path';
import {
  changeGroups,
  changedSizesText,
  groupedFiles,
  hasFileChanges,
  isEqual,
  namedFileText,
  placesText,
  problemText,
  serviceText,
  verdictChanges,
  windowsCounts,
  type ChangeGroup,
  type Comparison,
  type Description,
  type DriverKey,
  type FactChange,
  type GroupedFile,
} from '@aero-guest-tools/driver-description';
import { counted } from './html/format';
import { html, type Html } from './html/html';
import { pageDocument } from './page-document';
import type { Tone } from './html/verdict';

type Change = ChangeGroup['change'] | 'same';

/** Neither change is good or bad; the colours only distinguish them, and so do the words. */
const TONES: Readonly<Record<Change, Tone>> = {
  added: 'good',
  removed: 'bad',
  changed: 'caution',
  same: 'neutral',
};

const WORDS: Readonly<Record<Change, string>> = {
  added: 'added',
  removed: 'removed',
  changed: 'changed',
  same: 'the same',
};

/**
 * The page about the differences between two things that hold drivers: one file that loads nothing
 * and has no script. The same comparison gives the same bytes.
 *
 * @returns HTML, to be written as UTF-8.
 */
export function comparisonPage(
  before: Description,
  after: Description,
  comparison: Comparison,
): string {
  const groups = changeGroups(comparison);
  return pageDocument({
    title: `${before.label} and ${after.label}: what has changed`,
    skip: { to: '#changes', text: 'Skip to the changes' },
    header: html`
      <h1>What has changed</h1>
      <p>Drivers, compared by what Windows reads of them.</p>
      <nav aria-label="Sections">
        <ul>
          <li><a href="#overview">At a glance</a></li>
          <li><a href="#changes">Changes</a></li>
          <li><a href="#others">Other files</a></li>
        </ul>
      </nav>
    `,
    main: html`
      ${summary(before, after, comparison)} ${overview(comparison)}
      <section aria-labelledby="changes">
        <h2 id="changes">Changes</h2>
        ${
          groups.length === 0
            ? html`<p>No driver has changed.</p>`
            : html`<p>What is the same for several Windows is told once.</p>
                <div class="cards">${groups.map((group) => card(group))}</div>`
        }
      </section>
      ${otherFiles(comparison)}
    `,
  });
}

/** How much has changed, and between what. */
function summary(before: Description, after: Description, comparison: Comparison): Html {
  const { drivers, equalDrivers, facts, onlyWindows7 } = comparison;
  const isSame = isEqual(comparison);
  const count = (change: Change): number =>
    change === 'same'
      ? equalDrivers.length
      : drivers.filter((driver) => driver.change === change).length;
  const counts = (['same', 'changed', 'added', 'removed'] as const)
    .filter((change) => count(change) > 0)
    .map((change) => `${String(count(change))} ${WORDS[change]}`);
  const all = drivers.length + equalDrivers.length;
  const differing = `${String(drivers.length)} of ${counted(all, 'driver')}`;
  return html`<section class="verdict ${isSame ? 'good' : 'caution'}" aria-labelledby="result">
      <div>
        <h2 id="result">
          ${
            isSame
              ? 'Both are the same'
              : drivers.length === 0
                ? 'The drivers are the same, but other things differ'
                : `${differing} ${drivers.length === 1 ? 'differs' : 'differ'}`
          }
        </h2>
        <p>
          ${
            counts.length === 0
              ? 'There are no drivers.'
              : `${capital(counts.join(', '))}; each counts for every Windows and architecture.`
          }
          ${onlyWindows7 ? 'Only those for Windows 7 were compared, since one of the two has no others.' : undefined}
        </p>
      </div>
    </section>
    <dl class="facts">
      ${side('Before', before)} ${side('After', after)}
      ${facts.map(
        ({ fact, before: old, after: now }) =>
          html`<div>
            <dt>${capital(fact)}</dt>
            <dd>${now ?? 'none'}</dd>
            <dd>before: ${old ?? 'none'}</dd>
          </div> `,
      )}
    </dl>`;
}

function side(name: string, { label, identity }: Description): Html {
  return html`<div>
    <dt>${name}</dt>
    <dd>${posix.basename(label)}</dd>
    ${identity === undefined ? undefined : html`<dd>sha256 ${identity.sha256.slice(0, 12)}…</dd>`}
  </div> `;
}

/** A row for each driver, a column for each Windows. */
function overview({ drivers, equalDrivers }: Comparison): Html {
  const all = [
    ...drivers.map((driver): DriverKey & { readonly change: Change } => driver),
    ...equalDrivers.map((driver) => ({ ...driver, change: 'same' as const })),
  ];
  const columns = windowsCounts({ drivers, equalDrivers }).map(({ windows }) => windows);
  const rows = new Map<string, typeof all>();
  for (const driver of all) {
    const key = driver.name.toLowerCase();
    rows.set(key, [...(rows.get(key) ?? []), driver]);
  }
  const sorted = [...rows].toSorted(([a], [b]) => Buffer.compare(Buffer.from(a), Buffer.from(b)));
  return html`<section aria-labelledby="overview">
    <h2 id="overview">At a glance</h2>
    ${
      all.length === 0
        ? html`<p>There are no drivers.</p>`
        : html`<div
            class="panel scroll"
            tabindex="0"
            role="region"
            aria-label="Drivers and Windows"
          >
            <table class="grid">
              <caption class="hidden-text">
                What has become of each driver for each Windows
              </caption>
              <thead>
                <tr>
                  <th scope="col">Driver</th>
                  ${columns.map((windows) => html`<th scope="col">${windows === '' ? 'Change' : windows}</th>`)}
                </tr>
              </thead>
              <tbody>
                ${sorted.map(
                  ([, ofName]) =>
                    html`<tr>
                      <th scope="row">${ofName[0]?.name}</th>
                      ${columns.map((windows) => cell(ofName.filter((driver) => (driver.windows ?? '') === windows)))}
                    </tr> `,
                )}
              </tbody>
            </table>
          </div>`
    }
  </section>`;
}

/** The change of a driver for a Windows; shown once if it is the same on each architecture. */
function cell(drivers: readonly (DriverKey & { readonly change: Change })[]): Html {
  const changes = new Map<Change, string[]>();
  for (const { change, architecture } of drivers) {
    changes.set(change, [...(changes.get(change) ?? []), architecture]);
  }
  return html`<td>
    ${Array.from(
      changes,
      ([change, architectures]) =>
        html`<span class="badge ${TONES[change]}"
          >${WORDS[change]}${changes.size > 1 ? ` on ${architectures.join(', ')}` : undefined}</span
        > `,
    )}
  </td> `;
}

function card(group: ChangeGroup): Html {
  const { name, places, change, facts } = group;
  const title = `${name}, ${placesText(places)}`;
  return html`<article class="card" aria-label="${title}: ${WORDS[change]}">
    <div class="card-head">
      <h3>${name}</h3>
      <span class="mono">${placesText(places)}</span
      ><span class="badge ${TONES[change]}">${WORDS[change]}</span>
    </div>
    <dl class="properties">
      ${facts.map((fact) => property(capital(fact.fact), changeText(fact, change)))}
      ${verdictChanges(group).map((verdict) => property('Verdict', html`${verdict.by}: ${changeText(verdict, change)}`))}
      ${list('No longer wrong', group.problemsRemoved.map(problemText))}
      ${list('Wrong now', group.problemsAdded.map(problemText))}
      ${list(change === 'added' ? 'Binds' : 'Binds now', group.devicesAdded, true)}
      ${list(change === 'removed' ? 'Bound' : 'Binds no longer', group.devicesRemoved, true)}
      ${list(change === 'added' ? 'Installs' : 'Installs now', group.servicesAdded.map(serviceText))}
      ${list(change === 'removed' ? 'Installed' : 'Installs no longer', group.servicesRemoved.map(serviceText))}
      ${change === 'changed' ? fileProperties(group) : undefined}
    </dl>
  </article> `;
}

function property(name: string, value: Html): Html {
  return html`<dt>${name}</dt>
    <dd>${value}</dd> `;
}

function list(name: string, values: readonly string[], isCode = false): Html | undefined {
  if (values.length === 0) return undefined;
  return property(
    name,
    html`<ul class="plain">
      ${values.map((value) => html`<li>${isCode ? html`<code>${value}</code>` : value}</li> `)}
    </ul>`,
  );
}

/** A value that has changed, or that belongs to something that is new or gone. */
function changeText(
  { before, after }: Pick<FactChange, 'before' | 'after'>,
  change: ChangeGroup['change'],
): Html {
  if (change !== 'changed') return html`${after ?? before}`;
  return html`<del>${before ?? 'none'}</del> <span aria-hidden="true">→</span>
    <ins>${after ?? 'none'}</ins>`;
}

function fileProperties(group: Pick<ChangeGroup, 'files'>): Html {
  return html`${groupedFiles(group, 'changed').map((file) =>
    property('File', changedFile(file)),
  )}${list('New files', groupedFiles(group, 'added').map(namedFileText))}${list(
    'Files gone',
    groupedFiles(group, 'removed').map(namedFileText),
  )}`;
}

function changedFile(file: GroupedFile): Html {
  const { path, sections } = file;
  if (sections === undefined) return html`${path}: ${changedSizesText(file, '→')}`;
  if (sections.length === 0) return html`${path}: different text with the same meaning`;
  return html`${path}
    <ul class="plain sections">
      ${sections.map(
        ({ section, added, removed, reordered }) =>
          html`<li>
            <code>[${section}]</code>${reordered ? ': the same lines in another order' : undefined}
            <ul class="plain">
              ${removed.map(
                (line) =>
                  html`<li>
                    <del><code>${line}</code></del>
                  </li> `,
              )}
              ${added.map(
                (line) =>
                  html`<li>
                    <ins><code>${line}</code></ins>
                  </li> `,
              )}
            </ul>
          </li> `,
      )}
    </ul>`;
}

function otherFiles({ files }: Comparison): Html {
  return html`<section aria-labelledby="others">
    <h2 id="others">Other files</h2>
    ${
      hasFileChanges(files)
        ? html`<div class="panel">
            <dl class="properties">${fileProperties({ files: [files] })}</dl>
          </div>`
        : html`<p>None of those that were compared has changed.</p>`
    }
  </section>`;
}

function capital(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
