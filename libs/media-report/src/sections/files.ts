import type { MediaDescription } from '@aero-guest-tools/media-description';
import { counted, formatCount } from '../html/format';
import { html, type Html } from '../html/html';

/** Every file of the media with its hash. */
export function filesSection({ manifest: { files } }: MediaDescription): Html {
  return html`<section aria-labelledby="files">
    <h2 id="files">Files</h2>
    <p>
      All ${counted(files.length, 'file')} that the manifest lists, with SHA-256. The manifest
      itself is on the media too.
    </p>
    <div class="filter" id="filter" hidden>
      <label for="filter-field">Show only files with</label
      ><input id="filter-field" type="search" autocomplete="off" spellcheck="false" /><span
        id="filter-status"
        class="muted"
        role="status"
      ></span>
    </div>
    <div class="panel scroll" tabindex="0" role="region" aria-label="List of files">
      <table id="file-list" class="stacked">
        <caption class="hidden-text">
          Files on the media
        </caption>
        <thead>
          <tr>
            <th scope="col">Path</th>
            <th scope="col" class="number">Bytes</th>
            <th scope="col">SHA-256</th>
          </tr>
        </thead>
        <tbody>
          ${files.map(
            ({ path, size, sha256 }) =>
              html`<tr>
                <th scope="row">${path}</th>
                <td>${formatCount(size)}</td>
                <td>${sha256}</td>
              </tr> `,
          )}
        </tbody>
      </table>
    </div>
  </section>`;
}
