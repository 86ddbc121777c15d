import { resolve } from 'node:path';
import { readSmallFile } from '@aero-guest-tools/file-tree';
import type { Command } from 'commander';
import type { AccompanyingFile } from '../accompanying-files';
import { pathArgument } from '../arguments';

/** Which files to write beside the media. */
export interface AccompanyingOptions {
  readonly report: boolean;
  readonly sbom: boolean;
  readonly attestation: boolean;
  readonly attestationKey?: string;
}

/** In bytes. A key in PEM has a few hundred. */
export const MAXIMUM_KEY_SIZE = 64 * 1024;

/** A statement without a signature; or signed envelopes, one per line. */
const STATEMENT_NAME = 'aero-guest-tools.intoto.json';
const ATTESTATION_NAME = 'aero-guest-tools.intoto.jsonl';

/** Declares the options of {@link AccompanyingOptions}. */
export function withAccompanyingOptions(command: Command): Command {
  return command
    .option('--report', 'also write report.html, a page about the media', false)
    .option('--sbom', 'write aero-guest-tools.cdx.json, a bill of materials (CycloneDX 1.6)', false)
    .option(
      '--attestation',
      `write ${STATEMENT_NAME}, an attestation of the build (in-toto, SLSA provenance)`,
      false,
    )
    .option(
      '--attestation-key <file>',
      `sign the attestation with a private key (ECDSA P-256 or Ed25519, PEM), and write it as ${ATTESTATION_NAME}`,
      pathArgument,
    );
}

/**
 * The files that the options ask for. Only the code for those is loaded.
 *
 * @throws InputError if the key cannot be used.
 */
export async function accompanyingFiles(
  { report, sbom, attestation, attestationKey }: AccompanyingOptions,
  workingDirectory: string,
): Promise<readonly AccompanyingFile[]> {
  const files: AccompanyingFile[] = [];
  if (report) {
    const { REPORT_NAME, reportPage } = await import('@aero-guest-tools/media-report');
    files.push({ name: REPORT_NAME, contents: reportPage });
  }
  if (sbom) {
    const { BILL_OF_MATERIALS_NAME, billOfMaterials } =
      await import('@aero-guest-tools/bill-of-materials');
    files.push({ name: BILL_OF_MATERIALS_NAME, contents: billOfMaterials });
  }
  if (!attestation && attestationKey === undefined) return files;
  const { provenanceStatement, readSigningKey, signStatement } =
    await import('@aero-guest-tools/attestation');
  if (attestationKey === undefined) {
    files.push({ name: STATEMENT_NAME, contents: provenanceStatement });
    return files;
  }
  const file = resolve(workingDirectory, attestationKey);
  const key = readSigningKey(
    await readSmallFile(file, { description: 'the key', maximumSize: MAXIMUM_KEY_SIZE }),
    attestationKey,
  );
  files.push({
    name: ATTESTATION_NAME,
    contents: (description) => signStatement(provenanceStatement(description), key),
  });
  return files;
}
