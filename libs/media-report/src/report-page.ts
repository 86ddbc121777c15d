import {
  targetOf,
  type MediaDescription,
} from '@aero-guest-tools/media-description/media-description';
import { FILTER_SCRIPT } from './filter-script';
import { day, inWords } from './html/format';
import { html } from './html/html';
import { pageDocument } from './page-document';
import { driversSection } from './sections/drivers';
import { filesSection } from './sections/files';
import { provenanceSection } from './sections/provenance';
import { rebuildSection } from './sections/rebuild';
import { sizesSection } from './sections/sizes';
import { summarySection } from './sections/summary';
import { warningsSection } from './sections/warnings';

/** The name of the page beside the media. */
export const REPORT_NAME = 'report.html';

/**
 * The report page: what is on the media, where it came from, who signed it, and whether the guest
 * accepts it. One file that loads nothing and can be read without scripts. The same description
 * gives the same bytes.
 *
 * @returns HTML, to be written as UTF-8.
 */
export function reportPage(description: MediaDescription): string {
  const { version, build_id: buildId, source_date_epoch: epoch } = description.manifest.package;
  const { windows, architectures } = targetOf(description.manifest);
  const title = `Aero Guest Tools ${version}`;
  return pageDocument({
    title: `${title}: what is on the media`,
    skip: { to: '#drivers', text: 'Skip to the drivers' },
    header: html`
      <h1>${title}</h1>
      <p>
        Driver media for ${windows} on ${inWords(architectures)}, build ${buildId}, files dated
        ${day(epoch)}
      </p>
      <nav aria-label="Sections">
        <ul>
          <li><a href="#drivers">Drivers</a></li>
          <li><a href="#warnings">Warnings</a></li>
          <li><a href="#provenance">Where it came from</a></li>
          <li><a href="#sizes">Sizes</a></li>
          <li><a href="#rebuild">Build them again</a></li>
          <li><a href="#files">Files</a></li>
        </ul>
      </nav>
    `,
    main: html`
      ${summarySection(description)} ${driversSection(description)} ${warningsSection(description)}
      ${provenanceSection(description)} ${sizesSection(description)} ${rebuildSection(description)}
      ${filesSection(description)}
    `,
    script: FILTER_SCRIPT,
  });
}
