import { digestName } from '@aero-guest-tools/catalog/digest-algorithm';
import type { DescribedDriver, MediaDescription } from '@aero-guest-tools/media-description';
import { architectureName, day, infDate } from '../format';
import { html, type Html } from '../html';
import { reasonOf, shortVerdict, toneOf } from '../verdict';

const ARCHITECTURES = ['amd64', 'x86'] as const;

/** The drivers: all of them in a table, then each with what it binds and why it is accepted or not. */
export function driversSection({ drivers, manifest }: MediaDescription): Html {
  if (drivers.length === 0) {
    return html`<section aria-labelledby="drivers">
      <h2 id="drivers">Drivers</h2>
      <p>There are none on these media.</p>
    </section>`;
  }
  const policy = manifest.signing_policy;
  return html`<section aria-labelledby="drivers">
    <h2 id="drivers">Drivers</h2>
    <p>What Windows 7 SP1 says to each, by its catalogs and by what Microsoft documents.</p>
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
            <th scope="col">Windows 7</th>
          </tr>
        </thead>
        <tbody>
          ${drivers.map(
            (driver) =>
              html`<tr>
                <th scope="row"><a href="#${idOf(driver)}">${driver.name}</a></th>
                <td>${driver.architecture}</td>
                <td>${driver.version ?? 'unknown'}</td>
                <td>${infDate(driver.date)}</td>
                <td>${signers(driver)}</td>
                <td class="verdict-cell">${badge(driver, policy)}</td>
              </tr> `,
          )}
        </tbody>
      </table>
    </div>
    ${ARCHITECTURES.map((architecture) => {
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

function badge(driver: DescribedDriver, policy: string): Html {
  return html`<span class="badge ${toneOf(driver.signing?.verdict, policy)}"
    >${shortVerdict(driver)}</span
  >`;
}

function signers({ signing }: DescribedDriver): string {
  const names = new Set((signing?.catalogs ?? []).flatMap(({ signerName }) => signerName ?? []));
  return names.size === 0 ? 'nobody' : [...names].join(', ');
}

/** An identifier by the place of the driver on the media, which is unique; made of letters and digits only. */
function idOf({ name, architecture }: DescribedDriver): string {
  return `driver-${Buffer.from(`${architecture}/${name.toLowerCase()}`).toString('hex')}`;
}
