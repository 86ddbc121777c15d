import { describeFile } from '@aero-guest-tools/catalog';
import { models, parseInf } from '@aero-guest-tools/inf';
import type { Architecture } from '@aero-guest-tools/sample-virtio-win';
import {
  catalog,
  countersignature,
  type Identity,
  type Member,
} from '@aero-guest-tools/test-signing';
import type { FixtureFile } from './fixture-drivers';
import { driverSigner, timeStampingAuthority } from './test-certificate';

/** As Inf2Cat calls Windows 7. */
const SYSTEMS: Readonly<Record<Architecture, string>> = { x86: '7X86', amd64: '7X64' };

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
 * @param signers By default the key of the test certificate, which every reader of this file has, signs.
 */
export function fixtureCatalog(
  files: readonly FixtureFile[],
  architecture: Architecture,
  { signer, authority }: CatalogSigners = {
    signer: driverSigner(),
    authority: timeStampingAuthority(),
  },
): Buffer {
  const infs = files.filter(({ path }) => path.toLowerCase().endsWith('.inf'));
  const hardwareIds = infs.flatMap(({ path, contents }) =>
    models(parseInf(contents, path)).flatMap(({ hardwareId, compatibleIds }) =>
      [hardwareId, ...compatibleIds].filter((id) => id !== ''),
    ),
  );
  const distinct = [...new Set(hardwareIds.map((id) => id.toLowerCase()))];
  return catalog({
    members: files.map((file) => memberOf(file)),
    attributes: [
      ['OS', SYSTEMS[architecture]],
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

function memberOf({ path, contents }: FixtureFile): Member {
  const { subject, digests } = describeFile(path, contents);
  if (!digests) throw new Error(`${path} is not a well-formed image`);
  return { digests, subject, file: path, osAttribute: '2:6.1' };
}
