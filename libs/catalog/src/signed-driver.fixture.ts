import { portableExecutable } from '@aero-guest-tools/sample-virtio-win';
import {
  catalog,
  countersignature,
  identity,
  TIME_STAMPING,
  type CatalogOptions,
  type Identity,
  type IdentityOptions,
  type Member,
} from '@aero-guest-tools/test-signing';
import { readCatalog } from './catalog';
import { describeFile } from './packaged-file';
import type { SignedDriver } from './signed-driver';
import { trustAnchorOf, type TrustAnchor } from './trust-anchor';

/** Making a key of 1024 bits takes a tenth of the time of one of 2048. */
const BITS = 1024;

const identities = new Map<string, Identity>();

/** An {@link identity}, made once for each name. */
export function testIdentity(options: IdentityOptions): Identity {
  const key = JSON.stringify({
    ...options,
    issuer: options.issuer?.certificates.map((der) => der.toString('hex')),
  });
  const known = identities.get(key) ?? identity({ bits: BITS, ...options });
  identities.set(key, known);
  return known;
}

/** Stands for Microsoft Code Verification Root. */
export function kernelRoot(): Identity {
  return testIdentity({ name: { O: 'Test', CN: 'Test root of cross-certificates' } });
}

/** Stands for a root of Microsoft. */
export function microsoftRoot(): Identity {
  return testIdentity({ name: { O: 'Test', CN: 'Test root of Microsoft' } });
}

/** The root of a commercial authority, as users trust it. */
export function commercialRoot(): Identity {
  return testIdentity({ name: { O: 'Test', CN: 'Test root' } });
}

/** The roots that the Windows of the tests trusts, instead of the published ones. */
export function testAnchors(): readonly TrustAnchor[] {
  return [
    trustAnchorOf(microsoftRoot().certificate, 'microsoft'),
    trustAnchorOf(kernelRoot().certificate, 'cross-certification'),
    trustAnchorOf(commercialRoot().certificate, 'authority'),
    trustAnchorOf(timeStampingAuthority().certificate, 'time-stamping'),
  ];
}

/**
 * A chain like that of commercial driver signatures: the signer, the authority, and a
 * cross-certificate for the authority's root. The cross-certificate is by a root that the kernel
 * trusts, which is not in the signature.
 */
export function commercialSigner(options: Partial<IdentityOptions> = {}): Identity {
  const root = testIdentity({ name: { O: 'Test', CN: 'Test root' }, issuer: kernelRoot() });
  const authority = testIdentity({ name: { O: 'Test', CN: 'Test authority' }, issuer: root });
  const signer = testIdentity({
    name: { O: 'Test', CN: 'Test publisher' },
    issuer: authority,
    ...options,
  });
  return { ...signer, certificates: signer.certificates.slice(0, -1) };
}

/** A time-stamping authority. */
export function timeStampingAuthority(options: Partial<IdentityOptions> = {}): Identity {
  return testIdentity({
    name: { CN: 'Test time-stamping authority' },
    extendedKeyUsage: TIME_STAMPING,
    ...options,
  });
}

/** The time at which the drivers of the tests are signed, `YYMMDDhhmmssZ`. */
export const SIGNED = '190608024804Z';

/** The signature of a release for Windows 7: by SHA-1, with a timestamp. */
export function releaseSignature(
  signer: Identity = commercialSigner(),
): NonNullable<CatalogOptions['signature']> {
  const authority = timeStampingAuthority();
  return {
    signer,
    digest: 'sha1',
    certificates: [...signer.certificates, ...authority.certificates],
    unsignedAttributes: countersignature(authority, SIGNED, 'sha1'),
  };
}

/** The files of a driver by name, without the catalog. */
export type DriverContents = Readonly<Record<string, Uint8Array>>;

/** A driver with a two-line INF file and an executable. */
export function driverContents(architecture: 'x86' | 'amd64' = 'amd64'): DriverContents {
  return {
    'test.inf': Buffer.from('[Version]\r\nCatalogFile=test.cat\r\n'),
    'test.sys': portableExecutable({ architecture, kind: 'driver', label: 'A driver of a test.' }),
  };
}

/** The members that a catalog of a driver has. */
export function membersOf(contents: DriverContents): readonly Member[] {
  return Object.entries(contents).map(([file, bytes]) => {
    const { digests, subject } = describeFile(file, bytes);
    if (!digests) throw new Error(`${file} is malformed`);
    return { digests, subject, file, osAttribute: '2:6.1' };
  });
}

const HARDWARE_IDS = ['PCI\\VEN_1AF4&DEV_1042&REV_01', 'PCI\\VEN_1AF4&DEV_1042'];

/** The catalog of a release of a driver for Windows 7 x64. */
export function catalogOptions(contents: DriverContents = driverContents()): CatalogOptions {
  return {
    members: membersOf(contents),
    attributes: [
      ['OS', '7X64'],
      ...HARDWARE_IDS.map((id, index) => [`HWID${String(index + 1)}`, id.toLowerCase()] as const),
    ],
    signature: releaseSignature(),
  };
}

/** A driver with the catalog of a release, or with another one. */
export function signedDriver(
  changes: Partial<Omit<SignedDriver, 'catalog' | 'files'>> & {
    readonly catalog?: Uint8Array;
    readonly contents?: DriverContents;
  } = {},
): SignedDriver {
  const { catalog: bytes, contents = driverContents(), ...others } = changes;
  return {
    catalog: readCatalog(bytes ?? catalog(catalogOptions()), 'test.cat', testAnchors()),
    architecture: 'amd64',
    files: Object.entries(contents).map(([file, content]) =>
      describeFile(file, content, testAnchors()),
    ),
    isBootCritical: false,
    ...others,
  };
}
