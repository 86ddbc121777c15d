import { describeFile } from '@aero-guest-tools/catalog';
import { models, parseInf } from '@aero-guest-tools/inf';
import {
  catalog,
  countersignature,
  type Identity,
  type Member,
} from '@aero-guest-tools/test-signing';
import type { ExecutableKind } from './portable-executable';
import { driverSigner, timeStampingAuthority } from './test-certificate';

/** A file that a catalog covers. */
export interface CoveredFile {
  /** Its name counts. */
  readonly path: string;
  readonly contents: Uint8Array;
}

/** What a catalog says of the Windows that it is for. */
interface CatalogSystem {
  /** As Inf2Cat, or the Hardware Dev Center, calls it on each architecture. */
  readonly names: Readonly<Partial<Record<ExecutableKind['architecture'], string>>>;
  /** As members name it. */
  readonly osAttribute: string;
}

const SYSTEMS = {
  w7: { names: { x86: '7X86', amd64: '7X64' }, osAttribute: '2:6.1' },
  w8: { names: { x86: '8X86', amd64: '8X64' }, osAttribute: '2:6.2' },
  w11: { names: { amd64: '_v100_X64_22H2', arm64: '_v100_ARM64_22H2' }, osAttribute: '2:10.0' },
} as const satisfies Readonly<Record<string, CatalogSystem>>;

/** When the drivers were signed: `YYMMDDhhmmssZ`. */
const SIGNED = '210101000000Z';

/** Who signs a catalog, and who says when. */
export interface CatalogSigners {
  readonly signer: Identity;
  readonly authority: Identity;
}

/**
 * The catalog of a driver as Inf2Cat and SignTool would make it, by SHA-1 for Windows 7 without updates.
 *
 * @param system Which Windows it is for.
 * @param signers By default the key of the test certificate, which every reader of this file has, signs.
 */
export function driverCatalog(
  files: readonly CoveredFile[],
  architecture: ExecutableKind['architecture'],
  { signer, authority }: CatalogSigners = {
    signer: driverSigner(),
    authority: timeStampingAuthority(),
  },
  system: keyof typeof SYSTEMS = 'w7',
): Buffer {
  const infs = files.filter(({ path }) => path.toLowerCase().endsWith('.inf'));
  const hardwareIds = infs.flatMap(({ path, contents }) =>
    models(parseInf(contents, path)).flatMap(({ hardwareId, compatibleIds }) =>
      [hardwareId, ...compatibleIds].filter((id) => id !== ''),
    ),
  );
  const distinct = [...new Set(hardwareIds.map((id) => id.toLowerCase()))];
  const { names, osAttribute }: CatalogSystem = SYSTEMS[system];
  const name = names[architecture];
  if (name === undefined) throw new Error(`there is no ${system} for ${architecture}`);
  return catalog({
    members: files.map((file) => memberOf(file, osAttribute)),
    attributes: [
      ['OS', name],
      ...distinct.map((id, index) => [`HWID${String(index + 1)}`, id] as const),
    ],
    time: SIGNED,
    signature: {
      signer,
      digest: 'sha1',
      certificates: [...signer.certificates, ...authority.certificates],
      unsignedAttributes: countersignature(authority, SIGNED, 'sha1'),
    },
  });
}

function memberOf({ path, contents }: CoveredFile, osAttribute: string): Member {
  const { subject, digests } = describeFile(path, contents);
  if (!digests) throw new Error(`${path} is not a well-formed image`);
  return { digests, subject, file: path, osAttribute };
}
