import { digestName } from '@aero-guest-tools/catalog/digest-algorithm';
import {
  targetOf,
  verdictOnAll,
  type DescribedDriver,
  type MediaDescription,
} from '@aero-guest-tools/media-description/media-description';
import { architectureName, day, infDate } from '../html/format';
import { html, type Html } from '../html/html';
import { reasonOf, secureBootCases, shortVerdict, toneOf } from '../html/verdict';

/** The drivers: a table of all, then each with what it binds and why it is accepted or not. */
export function driversSection({ drivers, manifest }: MediaDescription): Html {
  if (drivers.length === 0) {
    return html`<section aria-labelledby="drivers">
      <h2 id="drivers">Drivers</h2>
      <p>There are none on these media.</p>
    </section>`;
  }
  const policy = manifest.signing_policy;
  const { windows, architectures } = targetOf(manifest);
  const conditions = secureBootCases(verdictOnAll(drivers), policy).map(
    ({ condition }) => condition,
  );
  return html`<section aria-labelledby="drivers">
    <h2 id="drivers">Drivers</h2>
    <p>What ${windows} says to each, by its catalogs and by what Microsoft documents.</p>
    <div class="panel matrix">
      <table class="stacked">
        <caption class="hidden-text">
          All drivers with their verdicts
        </caption>
        <thead>
          <tr>
            <th scope="col">Driver</th>
            <th scope="col">Architecture</th>
            <th scope="col">Version</th>
            <th scope="col">Date</th>
            <th scope="col">Signed by</th>
            ${
              conditions.length === 0
                ? html`<th scope="col">${windows}</th>`
                : conditions.map((condition) => html`<th scope="col">${condition}</th>`)
            }
          </tr>
        </thead>
        <tbody>
          ${drivers.map(
            (driver) =>
              html`<tr>
                <th scope="row"><a href="#${idOf(driver)}">${driver.name}</a></th>
                <td>${driver.architecture}</td>
                <td>${driver.version ?? 'unknown'}</td>
                <td class="date">${infDate(driver.date)}</td>
                <td>${signers(driver)}</td>
                ${verdictCells(driver, policy, conditions.length)}
              </tr> `,
          )}
        </tbody>
      </table>
    </div>
    ${architectures.map((architecture) => {
      const those = drivers.filter((driver) => driver.architecture === architecture);
      if (those.length === 0) return undefined;
      return html`<div class="architecture">
        <h3>For ${architectureName(architecture)}</h3>
        <div class="cards">${those.map((driver) => card(driver, policy))}</div>
      </div> `;
    })}
  </section>`;
}

function card(driver: DescribedDriver, policy: string): Html {
  const { signing, infFiles, services } = driver;
  const problems = signing?.problems ?? [];
  const classes = [...new Set(infFiles.flatMap((inf) => inf.class ?? []))];
  return html`<article
    class="card"
    id="${idOf(driver)}"
    aria-label="${driver.name} for ${driver.architecture}"
  >
    <div class="card-head">
      <h4>${driver.name}</h4>
      <span class="mono">${driver.version ?? 'unknown version'}</span>${badge(driver, policy)}
    </div>
    <p>${reasonOf(driver)}</p>
    ${
      problems.length === 0
        ? undefined
        : html`<ul class="reasons">
            ${problems.map((problem) => html`<li>${problem.message}${problem.found === undefined ? undefined : html`; found: ${problem.found}`}${problem.remedy === undefined ? undefined : html`. <span class="muted">Remedy: ${problem.remedy}.</span>`}</li>`)}
          </ul>`
    }
    <div class="card-body">
      <dl class="properties">
        ${property('Provider', driver.provider ?? 'unknown')}
        ${property('Date', infDate(driver.date))}
        ${(signing?.catalogs ?? []).map(
          (catalog) =>
            html`${property('Signed by', catalog.signer ?? 'nobody')}
            ${property('Signature', catalog.signatureAlgorithm === undefined ? 'none' : digestName(catalog.signatureAlgorithm))}
            ${property('Timestamp', catalog.timestamp === undefined ? 'none' : day(catalog.timestamp))}
            ${property('Catalog', html`<code>${catalog.path}</code>`)} `,
        )}${property('Device class', classes.join(', ') || 'unknown')}
        ${property('Services', services.length === 0 ? 'none' : services.join(', '))}
        ${driver.takenFrom === undefined ? undefined : property('Taken from', html`<code>${driver.takenFrom}</code>`)}
      </dl>
      <div>
        <h5>Devices that it binds</h5>
        ${
          driver.devices.length === 0
            ? html`<p>None.</p>`
            : html`<ul class="devices">
                ${driver.devices.map(
                  (device) =>
                    html`<li>
                      <p>${device.name}</p>
                      <ul>
                        ${device.hardwareIds.map((id) => html`<li><code>${id}</code></li>`)}
                      </ul>
                    </li> `,
                )}
              </ul>`
        }
      </div>
    </div>
  </article> `;
}

function property(name: string, value: string | Html): Html {
  return html`<dt>${name}</dt>
    <dd>${value}</dd>`;
}

/**
 * One cell, or one for each case of Secure Boot. A narrow screen has no column headings, so the
 * cells name the case.
 */
function verdictCells(driver: DescribedDriver, policy: string, count: number): Html {
  const cases = secureBootCases(driver.signing?.verdict, policy);
  if (cases.length === 0) {
    return html`<td class="verdict-cell" ${count > 1 ? html`colspan="${count}"` : undefined}>
      ${badge(driver, policy)}
    </td>`;
  }
  return html`${cases.map(
    ({ condition, text, tone }) =>
      html`<td class="verdict-cell">
        <span class="condition" aria-hidden="true">${condition}</span
        ><span class="badge ${tone}">${text}</span>
      </td> `,
  )}`;
}

function badge(driver: DescribedDriver, policy: string): Html {
  return html`<span class="badge ${toneOf(driver.signing?.verdict, policy)}"
    >${shortVerdict(driver)}</span
  >`;
}

function signers({ signing }: DescribedDriver): string {
  const names = new Set((signing?.catalogs ?? []).flatMap(({ signerName }) => signerName ?? []));
  return names.size === 0 ? 'nobody' : [...names].join(', ');
}

/**
 * An identifier from the path of the driver on the media, which is unique; only letters and digits.
 */
function idOf({ name, architecture }: DescribedDriver): string {
  return `driver-${Buffer.from(`${architecture}/${name.toLowerCase()}`).toString('hex')}`;
}
