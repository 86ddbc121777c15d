import { posix } from 'node:path';
import { createHash } from 'node:crypto';
import {
  AttachmentEncoding,
  ComponentType,
  HashAlgorithm,
  LicenseAcknowledgement,
} from '@cyclonedx/cyclonedx-library/Enums';
import {
  Attachment,
  Bom,
  Component,
  ComponentRepository,
  HashDictionary,
  LicenseRepository,
  Metadata,
  NamedLicense,
  OrganizationalEntity,
  Property,
  PropertyRepository,
  Tools,
} from '@cyclonedx/cyclonedx-library/Models';
import { JSON as Json, JsonSerializer } from '@cyclonedx/cyclonedx-library/Serialize';
import { Spec1dot6 } from '@cyclonedx/cyclonedx-library/Spec';
import { canonicalSha256, type JsonValue } from '@aero-guest-tools/canonical-json';
import { verdictField } from '@aero-guest-tools/catalog/verdict-json';
import type { DescribedDriver, MediaDescription } from '@aero-guest-tools/media-description';

/** The name of the bill of materials beside the media. */
export const BILL_OF_MATERIALS_NAME = 'aero-guest-tools.cdx.json';

/** The namespace of component properties that CycloneDX has no field for. */
const NAMESPACE = 'aero-guest-tools';

/** The last second of the year 9999, the latest time that RFC 3339 can express. */
const LATEST_TIME = 253_402_300_799;

type ManifestFile = MediaDescription['manifest']['files'][number];

/**
 * The software bill of materials of driver media: CycloneDX 1.6 (ECMA-424) as JSON. Drivers are
 * components of the type `device-driver` with their files; everything else on the media is a file.
 * The same description gives the same bytes: serial number and timestamp are derived from it.
 */
export function billOfMaterials(description: MediaDescription): string {
  const { manifest, drivers, source } = description;
  const root = mediaComponent(description);
  const ofDrivers = drivers.map((driver) => driverComponent(driver, description));
  for (const { bomRef } of ofDrivers) root.dependencies.add(bomRef);
  const inDrivers = new Set(drivers.flatMap(({ packagedFiles }) => packagedFiles));
  const others = manifest.files.filter((file) => !inDrivers.has(file));
  const bom = new Bom({
    serialNumber: serialNumber(description),
    metadata: new Metadata({
      timestamp: new Date(Math.min(manifest.package.source_date_epoch, LATEST_TIME) * 1000),
      tools: new Tools({
        components: new ComponentRepository([
          new Component(ComponentType.Application, 'aero-guest-tools-packaging', {
            version: manifest.inputs.aero_packager_version,
          }),
        ]),
      }),
      component: root,
    }),
    components: new ComponentRepository([
      ...ofDrivers,
      ...others.map((file) => fileComponent(file, file.path)),
      ...(source === undefined ? [] : [sourceComponent(source, description)]),
    ]),
  });
  const serializer = new JsonSerializer(new Json.Normalize.Factory(Spec1dot6));
  return `${serializer.serialize(bom, { space: 2 })}\n`;
}

/** The media as a whole, with the files that hold them. */
function mediaComponent({ manifest, outputs }: MediaDescription): Component {
  const { version, build_id: buildId } = manifest.package;
  return new Component(ComponentType.Application, 'aero-guest-tools', {
    bomRef: 'media',
    version,
    description: 'Driver media for Windows 7 guests',
    properties: properties({
      build_id: buildId,
      signing_policy: manifest.signing_policy,
      packaging_spec: manifest.provenance.packaging_spec_path,
      packaging_spec_sha256: manifest.provenance.packaging_spec_sha256,
      windows_device_contract: manifest.provenance.windows_device_contract_path,
      windows_device_contract_sha256: manifest.provenance.windows_device_contract_sha256,
    }),
    components: new ComponentRepository(
      outputs.map(
        ({ name, sha256 }) =>
          new Component(ComponentType.File, name, {
            bomRef: `output/${name}`,
            hashes: sha256Hash(sha256),
          }),
      ),
    ),
  });
}

function driverComponent(
  driver: DescribedDriver,
  { licences, source }: MediaDescription,
): Component {
  const {
    name,
    architecture,
    version,
    provider,
    signing,
    takenFrom,
    mediaDirectory,
    packagedFiles,
  } = driver;
  const signers = new Set((signing?.catalogs ?? []).flatMap(({ signer }) => signer ?? []));
  return new Component(ComponentType.DeviceDriver, name, {
    bomRef: `driver/${architecture}/${name}`,
    group: architecture,
    ...(version === undefined ? {} : { version }),
    ...(provider === undefined || provider === ''
      ? {}
      : { supplier: new OrganizationalEntity({ name: provider }) }),
    ...(driver.devices.length === 0
      ? {}
      : { description: driver.devices.map((device) => device.name).join('; ') }),
    ...(source === undefined
      ? {}
      : { licenses: new LicenseRepository(licences.map(({ path }) => namedLicence(path))) }),
    properties: properties({
      architecture,
      date: driver.date,
      taken_from: takenFrom,
      signer: signers.size === 0 ? undefined : [...signers].join('; '),
      ...verdictProperties(signing),
      hardware_id: driver.hardwareIds,
      service: driver.services,
    }),
    components: new ComponentRepository(
      packagedFiles.map((file) => fileComponent(file, file.path.slice(mediaDirectory.length + 1))),
    ),
  });
}

/** What the drivers were taken from, with the texts of its licences. */
function sourceComponent(
  source: NonNullable<MediaDescription['source']>,
  { licences }: MediaDescription,
): Component {
  return new Component(ComponentType.Data, source.volumeId ?? source.kind, {
    bomRef: 'source',
    description: 'What the drivers were taken from',
    hashes: sha256Hash(source.sha256),
    licenses: new LicenseRepository(
      licences.map(({ path, contents }) => namedLicence(path, contents)),
    ),
    properties: properties({
      kind: source.kind,
      size: source.size === undefined ? undefined : String(source.size),
      list_sha256: source.listSha256,
    }),
  });
}

function fileComponent({ path, sha256, size }: ManifestFile, name: string): Component {
  return new Component(ComponentType.File, name, {
    bomRef: `file/${path}`,
    hashes: sha256Hash(sha256),
    properties: properties({ size: String(size) }),
  });
}

/** @param contents The text, given where the licence itself is described. */
function namedLicence(path: string, contents?: Uint8Array): NamedLicense {
  return new NamedLicense(posix.basename(path), {
    acknowledgement: LicenseAcknowledgement.Declared,
    ...(contents === undefined ? {} : { text: attachment(contents) }),
    properties: properties({ path }),
  });
}

/** UTF-8 text unchanged; anything else in Base64, so that nothing is lost. */
function attachment(contents: Uint8Array): Attachment {
  const buffer = Buffer.from(contents);
  const text = buffer.toString('utf8');
  return Buffer.from(text).equals(buffer)
    ? new Attachment(text, { contentType: 'text/plain' })
    : new Attachment(buffer.toString('base64'), {
        contentType: 'text/plain',
        encoding: AttachmentEncoding.Base64,
      });
}

function sha256Hash(sha256: string): HashDictionary {
  return new HashDictionary([[HashAlgorithm['SHA-256'], sha256]]);
}

/**
 * The verdict of the media's Windows, by case: `windows_7_without_updates`,
 * `windows_11_secure_boot_on`.
 */
function verdictProperties(signing: DescribedDriver['signing']): Readonly<Record<string, string>> {
  if (signing === undefined) return {};
  const { verdict } = signing;
  const field = verdictField(verdict.windows ?? 'w7');
  return 'withUpdates' in verdict
    ? {
        [`${field}_without_updates`]: verdict.withoutUpdates,
        [`${field}_with_updates`]: verdict.withUpdates,
      }
    : {
        [`${field}_secure_boot_on`]: verdict.secureBootOn,
        [`${field}_secure_boot_off`]: verdict.secureBootOff,
      };
}

function properties(
  values: Readonly<Record<string, string | readonly string[] | undefined>>,
): PropertyRepository {
  return new PropertyRepository(
    Object.entries(values).flatMap(([name, value]) =>
      (typeof value === 'object' ? value : [value]).flatMap((item) =>
        item === undefined ? [] : new Property(`${NAMESPACE}:${name}`, item),
      ),
    ),
  );
}

/**
 * A UUID derived from the manifest and the outputs, so that other media have another one (RFC 9562,
 * 5.8 UUID Version 8: application-specific bits, here from a SHA-256).
 */
function serialNumber({ manifest, outputs }: MediaDescription): string {
  const identity = canonicalSha256({ manifest, outputs } as unknown as JsonValue);
  const bytes = createHash('sha256').update(`${NAMESPACE} ${identity}`).digest().subarray(0, 16);
  bytes.writeUInt8((bytes.readUInt8(6) & 0x0f) | 0x80, 6);
  bytes.writeUInt8((bytes.readUInt8(8) & 0x3f) | 0x80, 8);
  const hex = bytes.toString('hex');
  const groups = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20),
  ];
  return `urn:uuid:${groups.join('-')}`;
}
