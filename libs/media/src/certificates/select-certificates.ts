import { InputError, type Problem } from '@aero-guest-tools/diagnostics';
import { entriesBelow } from '@aero-guest-tools/driver-layout';
import type { SelectedCertificates } from '@aero-guest-tools/driver-pack';
import type { DriverSource } from '@aero-guest-tools/driver-source';
import { compareBytes, isHiddenName } from '@aero-guest-tools/file-tree';
import { privateKeyProblems } from '../checks/private-key';
import { isCertificate, notACertificate } from './certificate-file';
import { isPublisherCertificate } from './publisher-certificates';

/**
 * Selects the certificates below a folder of a source for `certs/`, under the same names. Hidden
 * files are skipped. So is `README.md`, since the guest tools bring their own. (Packager rules, 4.
 * What is included.) If the source is itself driver media, its publisher certificates are skipped
 * too: every build takes them from the catalogs of its drivers, whatever the signing policy.
 *
 * @param folder '' is the root of the source.
 * @returns `undefined` if there is no certificate.
 * @throws InputError with every file that does not belong there, private keys first.
 */
export function selectCertificates(
  source: DriverSource,
  folder: string,
): SelectedCertificates | undefined {
  const below = folder === '' ? source.entries : entriesBelow(source.entries, folder);
  const start = folder === '' ? 0 : folder.length + 1;
  const inFolder = below.map((entry) => ({ ...entry, name: entry.path.slice(start) }));
  const shown = inFolder.filter(
    ({ name }) => name !== 'README.md' && !name.split('/').some((part) => isHiddenName(part)),
  );
  const others = shown.filter(({ name, kind }) => kind !== 'file' || !isCertificate(name));
  const problems: readonly Problem[] = [
    ...privateKeyProblems(
      source.label,
      inFolder.map(({ path }) => path),
    ),
    ...others.map(({ path }) => notACertificate(`${source.label}: ${path}`)),
  ];
  if (problems.length > 0) throw new InputError(problems);
  const taken = shown.filter(({ name }) => !isPublisherCertificate(`certs/${name}`));
  if (taken.length === 0) return undefined;
  return {
    source,
    files: taken
      .map(({ name, path, size }) => ({ path: `certs/${name}`, source: path, size }))
      .toSorted((a, b) => compareBytes(a.path, b.path)),
  };
}
