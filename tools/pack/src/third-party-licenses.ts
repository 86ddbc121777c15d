import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CHECKOUT } from './checkout';

const LICENSE_FILE = /^(?:licen[cs]e|copying|notice)(?:[.-].*)?$/i;

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license?: string;
}

/**
 * The licences of the npm packages that are bundled, as these ask for.
 *
 * @param inputs The files that were bundled, relative to the checkout, components joined by `/`.
 * @throws Error if a package comes without the text of its licence.
 */
export function thirdPartyLicenses(inputs: readonly string[]): string {
  const directories = new Set(
    inputs.flatMap((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(path)?.[0] ?? []),
  );
  const sections = [...directories].map((directory) => sectionOf(directory));
  return [
    '# Third-party licences\n',
    'These npm packages are part of the bundles in `dist/`.\n',
    ...new Set(sections.toSorted()),
  ].join('\n');
}

function sectionOf(directory: string): string {
  const path = join(CHECKOUT, directory);
  const { name, version, license } = JSON.parse(
    readFileSync(join(path, 'package.json'), 'utf8'),
  ) as Manifest;
  const files = readdirSync(path).filter((file) => LICENSE_FILE.test(file));
  if (files.length === 0) throw new Error(`${name} ${version} comes without its licence`);
  const texts = files.toSorted().map((file) => readFileSync(join(path, file), 'utf8').trim());
  return [
    `## ${name} ${version}${license === undefined ? '' : ` (${license})`}\n`,
    ...texts.map((text) => `\`\`\`text\n${text.replaceAll('\r\n', '\n')}\n\`\`\`\n`),
  ].join('\n');
}
