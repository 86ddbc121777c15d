import { startText } from '@aero-guest-tools/driver-description';
import { readCatalog, readCertificates, type Certificate } from '@aero-guest-tools/catalog';
import { InputError } from '@aero-guest-tools/diagnostics';
import {
  catalogFiles,
  deviceClass,
  driverVersion,
  fileReferences,
  models,
  parseInf,
  provider,
  services,
  serviceStartType,
  type Architecture,
  type Inf,
} from '@aero-guest-tools/inf';
import { catalogJson, catalogLines } from '../catalog-description';
import type { JsonOutput } from '../program-output';

/** What a file of a driver says, for people and for programs. */
export interface InspectedFile {
  readonly lines: readonly string[];
  readonly json: JsonOutput;
}

/** SERVICE_xxx_START, "INF AddService Directive". */
const START_TYPES = ['boot', 'system', 'automatic', 'on demand', 'disabled'] as const;

/**
 * Describes an INF file, a catalog, or certificates, by their contents.
 *
 * @param file As the user named it.
 * @throws InputError if it is none of these.
 */
export function inspectedFile(bytes: Uint8Array, file: string): InspectedFile {
  if (/\.inf$/i.test(file)) return inspectedInf(parseInf(bytes, file));
  if (/\.cat$/i.test(file)) {
    const catalog = readCatalog(bytes, file);
    return {
      lines: [`${file}: a catalog`, ...catalogLines(catalog)],
      json: { file, kind: 'catalog', ...catalogJson(catalog) },
    };
  }
  const certificates = readCertificates(bytes, file);
  if (certificates.length === 0) {
    throw new InputError({
      file,
      id: 'cli.no-certificate',
      message: 'there is no certificate in this file',
      expected: 'certificates in DER, PEM or PKCS #7',
      remedy: 'name another file',
    });
  }
  return {
    lines: [
      `${file}: ${certificates.length === 1 ? 'a certificate' : `${String(certificates.length)} certificates`}`,
      ...certificates.flatMap((certificate) => certificateLines(certificate)),
    ],
    json: {
      file,
      kind: 'certificates',
      certificates: certificates.map((certificate) => ({
        subject: certificate.subject.text,
        issuer: certificate.issuer.text,
        serial_number: certificate.serialNumber,
        thumbprint: certificate.thumbprint,
        key: certificate.key,
        signature_algorithm: certificate.signatureAlgorithm.name,
        not_before: iso(certificate.notBefore),
        not_after: iso(certificate.notAfter),
      })),
    },
  };
}

function certificateLines(certificate: Certificate): readonly string[] {
  const { subject, issuer, notBefore, notAfter, thumbprint, key, signatureAlgorithm } = certificate;
  return [
    `  subject     ${subject.text}`,
    `  issuer      ${subject.text === issuer.text ? 'itself' : issuer.text}`,
    `  valid       ${iso(notBefore).slice(0, 10)} to ${iso(notAfter).slice(0, 10)}`,
    `  key         ${key}, signed by ${signatureAlgorithm.name}`,
    `  thumbprint  ${thumbprint}`,
  ];
}

function iso(time: number): string {
  return new Date(time * 1000).toISOString();
}

/** What an INF file does on a Windows 7 of an architecture. */
interface InfOnArchitecture {
  readonly architecture: Architecture;
  readonly devices: readonly { readonly name: string; readonly hardwareIds: readonly string[] }[];
  readonly services: readonly { readonly name: string; readonly start: string | null }[];
  readonly files: readonly string[];
}

/** Of what is asked about: Windows 7. */
const WINDOWS_7_ARCHITECTURES = ['x86', 'amd64'] as const;

function inspectedInf(inf: Inf): InspectedFile {
  const { version, date } = driverVersion(inf) ?? {};
  const { name: className, guid } = deviceClass(inf) ?? {};
  const on = WINDOWS_7_ARCHITECTURES.map((architecture) => onArchitecture(inf, architecture));
  const all = new Set(models(inf).map(({ section }) => section));
  const catalogs = catalogFiles(inf);
  const fact = (name: string, text: string | undefined): readonly string[] =>
    text === undefined || text === '' ? [] : [`  ${name.padEnd(9)} ${text}`];
  return {
    lines: [
      `${inf.file}: an INF file`,
      ...fact('class', [className, guid].filter((part) => part !== undefined).join(' ')),
      ...fact('version', [version, date].filter((part) => part !== undefined).join(' of ')),
      ...fact('provider', provider(inf)),
      ...fact('catalog', catalogs.join(', ')),
      ...fact('models', [...all].map((section) => `[${section}]`).join(', ')),
      ...on.flatMap((item) => onArchitectureLines(item)),
    ],
    json: {
      file: inf.file,
      kind: 'inf',
      class: className ?? null,
      class_guid: guid ?? null,
      version: version ?? null,
      date: date ?? null,
      provider: provider(inf) ?? null,
      catalogs,
      models_sections: [...all],
      windows_7: on.map((item) => ({
        architecture: item.architecture,
        devices: item.devices.map(({ name, hardwareIds }) => ({ name, hardware_ids: hardwareIds })),
        services: item.services,
        files: item.files,
      })),
    },
  };
}

function onArchitecture(inf: Inf, architecture: Architecture): InfOnArchitecture {
  const devices = new Map<string, string[]>();
  for (const { description, hardwareId, compatibleIds } of models(inf, architecture)) {
    const ids = devices.get(description) ?? [];
    ids.push(...[hardwareId, ...compatibleIds].filter((id) => id !== ''));
    devices.set(description, ids);
  }
  return {
    architecture,
    devices: Array.from(devices, ([name, hardwareIds]) => ({ name, hardwareIds })),
    services: services(inf, architecture).map((service) => {
      const type = serviceStartType(inf, service);
      return {
        name: service.name,
        start: type === undefined ? null : (START_TYPES[type] ?? String(type)),
      };
    }),
    files: [
      ...new Set(
        fileReferences(inf, architecture)
          .filter(({ directive }) => directive === 'CopyFiles')
          .map(({ file }) => file),
      ),
    ],
  };
}

function onArchitectureLines({
  architecture,
  devices,
  services: installed,
  files,
}: InfOnArchitecture): readonly string[] {
  if (devices.length === 0) return [`Windows 7 ${architecture}: binds no device`];
  return [
    `Windows 7 ${architecture}`,
    ...devices.flatMap(({ name, hardwareIds }) => [
      `  binds     ${name}`,
      ...hardwareIds.map((id) => `            ${id}`),
    ]),
    ...installed.map(
      ({ name, start }) =>
        `  installs  service ${name}${start === null ? '' : `, ${startText(start)}`}`,
    ),
    ...(files.length === 0 ? [] : [`  copies    ${files.join(', ')}`]),
  ];
}
