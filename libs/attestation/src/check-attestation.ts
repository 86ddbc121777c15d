import { parseJson, type JsonValue } from '@aero-guest-tools/canonical-json';
import { formatList, InputError } from '@aero-guest-tools/diagnostics';
import type { AttestationKey } from './attestation-key';
import { openEnvelope } from './envelope';
import { PROVENANCE_TYPE, STATEMENT_TYPE } from './provenance-statement';

/** A file that an attestation should cover. */
export interface AttestedFile {
  /** As the user named it. */
  readonly path: string;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
}

/** What a valid attestation says about a file. */
export interface CheckedAttestation {
  /** The name of the file in the statement. */
  readonly subject: string;
  /** Who made the statement: the id of the builder; empty if there is none. */
  readonly builder: string;
}

/**
 * Checks that an attestation is signed with a key, and that it covers a file. Digests count, names
 * do not (in-toto attestation framework, Statement: "subject").
 *
 * @param bytes The attestation: a DSSE envelope.
 * @param file For messages.
 * @throws InputError if it is not an attestation, is signed with another key, was changed, or
 *   covers other files.
 */
export function checkAttestation(
  bytes: Uint8Array,
  file: string,
  key: AttestationKey,
  attested: AttestedFile,
): CheckedAttestation {
  const statement = objectOf(parseJson(openEnvelope(bytes, file, key), file).value);
  if (statement['_type'] !== STATEMENT_TYPE || statement['predicateType'] !== PROVENANCE_TYPE) {
    throw new InputError({
      file,
      id: 'attestation.other-statement',
      message: 'the attestation does not say how something was built',
      found: `the types ${JSON.stringify(statement['_type'])} and ${JSON.stringify(statement['predicateType'])}`,
      expected: `${STATEMENT_TYPE} and ${PROVENANCE_TYPE}`,
      remedy: 'name the attestation that was published with the media',
    });
  }
  const { subject } = statement;
  const subjects = (Array.isArray(subject) ? subject : []).map((item: JsonValue) => {
    const { name, digest } = objectOf(item);
    const { sha256 } = objectOf(digest);
    return { name: textOf(name), sha256: textOf(sha256) };
  });
  const found = subjects.find(({ sha256 }) => sha256 === attested.sha256);
  if (found === undefined) {
    throw new InputError({
      file: attested.path,
      id: 'attestation.other-media',
      message: 'the attestation is about other media',
      found: `sha256 ${attested.sha256}`,
      expected: formatList(subjects.map(({ name, sha256 }) => `${name}, sha256 ${sha256}`)),
      remedy: 'get the media or the attestation again; do not use media that do not match',
    });
  }
  const { runDetails } = objectOf(statement['predicate']);
  const { id } = objectOf(objectOf(runDetails)['builder']);
  return { subject: found.name, builder: textOf(id) };
}

function objectOf(value: JsonValue | undefined): Readonly<Record<string, JsonValue | undefined>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? value : {};
}

function textOf(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : '';
}
