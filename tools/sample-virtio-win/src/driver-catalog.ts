import { describeFile } from '@aero-guest-tools/catalog';
import { models, parseInf } from '@aero-guest-tools/inf';
import {
  catalog,
  countersignature,
  type Identity,
  type Member,
} from '@aero-guest-tools/test-signing';
import type { Architecture } from './portable-executable';
import { driverSigner, timeStampingAuthority } from './test-certificate';

/** A file that a catalog covers. */
export interface CoveredFile {
  /** Its name counts. */
  readonly path: string;
  readonly contents: Uint8Array;
}

/** As Inf2Cat calls Windows 7 and 8, and as members name them. */
const SYSTEMS = {
  w7: { x86: '7X86', amd64: '7X64', osAttribute: '2:6.1' },
  w8: { x86: '8X86', amd64: '8X64', osAttribute: '2:6.2' },
} as const;

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
  architecture: Architecture,
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
  return catalog({
    members: files.map((file) => memberOf(file, SYSTEMS[system].osAttribute)),
    attributes: [
      ['OS', SYSTEMS[system][architecture]],
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
