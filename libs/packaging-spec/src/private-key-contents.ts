/**
 * In bytes. Larger files are not private keys: a PKCS #12 file with a chain of certificates has
 * some ten thousand bytes.
 */
export const MAXIMUM_PRIVATE_KEY_SIZE = 1024 * 1024;

/**
 * The kind of private key that a file holds, whatever its name says. A key on the media is known to
 * everybody. (Packager rules, 4. What is included.)
 *
 * Textual keys are found anywhere in the file: PEM (RFC 7468; also those of OpenSSL, OpenSSH, PGP,
 * ssh.com) and PuTTY. A header alone is not a key, since programs and documents contain it: the key
 * must follow. Binary keys are found if they are the whole file: PKCS #8 (RFC 5958), PKCS #1 (RFC
 * 8017, A.1.2), SEC 1 (RFC 5915), PKCS #12 (RFC 7292), PVK, the private key BLOBs of Microsoft's
 * base cryptographic provider (which strong name keys are), and the key stores of Java.
 *
 * @returns Its description: `an RSA PRIVATE KEY in PEM`; undefined if there is none, or if the file
 *   has more than {@link MAXIMUM_PRIVATE_KEY_SIZE}.
 */
export function privateKeyIn(bytes: Uint8Array): string | undefined {
  if (bytes.length > MAXIMUM_PRIVATE_KEY_SIZE) return undefined;
  return magicKey(bytes) ?? derKey(bytes) ?? textualKey(bytes);
}

/** The first bytes of the binary formats without ASN.1. */
const MAGIC: readonly (readonly [name: string, bytes: readonly number[]])[] = [
  // PVK: the magic 0xb0b5f11e, little-endian.
  ['a PVK file', [0x1e, 0xf1, 0xb5, 0xb0]],
  ['a Java key store', [0xfe, 0xed, 0xfe, 0xed]],
  ['a JCEKS key store', [0xce, 0xce, 0xce, 0xce]],
  // "openssh-key-v1" and a NUL: the start of what OpenSSH encodes in PEM.
  ['a private key of OpenSSH', [...Buffer.from('openssh-key-v1\0')]],
];

/**
 * BLOBHEADER of a PRIVATEKEYBLOB: type, version 2, reserved. The algorithm follows, and then
 * "RSA2".
 */
const PRIVATE_KEY_BLOB = [0x07, 0x02, 0x00, 0x00];

function magicKey(bytes: Uint8Array): string | undefined {
  const beginsWith = (magic: readonly number[]): boolean =>
    magic.every((byte, index) => bytes[index] === byte);
  const known = MAGIC.find(([, magic]) => beginsWith(magic));
  if (known) return known[0];
  const isBlob =
    beginsWith(PRIVATE_KEY_BLOB) && Buffer.from(bytes.subarray(8, 12)).toString() === 'RSA2';
  return isBlob ? 'a PRIVATEKEYBLOB, as in a strong name key' : undefined;
}

const TAG = { integer: 0x02, octetString: 0x04, objectIdentifier: 0x06, sequence: 0x30 } as const;

/**
 * PBES2 and the schemes of PKCS #5 and PKCS #12, without their last arc: 1.2.840.113549.1.{5,12.1}.
 */
const PASSWORD_BASED: readonly string[] = ['2a864886f70d0105', '2a864886f70d010c01'];
/** The content types of a PFX: 1.2.840.113549.1.7. */
const PKCS_7 = '2a864886f70d0107';

/** A value in DER or BER, of definite length unless it is the outermost. */
interface Value {
  readonly tag: number;
  readonly contents: Uint8Array;
  /** Offset of the next value. */
  readonly end: number;
}

/** Recognises a key that is the whole file by the structure of its outermost values. */
function derKey(bytes: Uint8Array): string | undefined {
  const outermost = valueAt(bytes, 0);
  if (outermost?.tag !== TAG.sequence) return undefined;
  const [first, second, third, ...others] = valuesIn(outermost.contents);
  if (first === undefined || second === undefined) return undefined;
  if (first.tag === TAG.sequence) {
    const isEncryptedKey =
      second.tag === TAG.octetString &&
      third === undefined &&
      PASSWORD_BASED.some((scheme) => firstIdentifier(first.contents).startsWith(scheme));
    return isEncryptedKey ? 'an encrypted PKCS #8 key' : undefined;
  }
  if (first.tag !== TAG.integer || first.contents.length !== 1) return undefined;
  const [version] = first.contents;
  const identifier = second.tag === TAG.sequence ? firstIdentifier(second.contents) : '';
  if (version === 3 && identifier.startsWith(PKCS_7)) return 'a PKCS #12 file';
  if (identifier !== '' && third?.tag === TAG.octetString) return 'a PKCS #8 key';
  if (version === 1 && second.tag === TAG.octetString && third !== undefined) {
    return 'an EC private key (SEC 1)';
  }
  const integers = [second, third, ...others];
  const isNumbers = integers.every((value) => value?.tag === TAG.integer);
  // After the version come eight numbers in an RSA key, five in a DSA key.
  if (!isNumbers) return undefined;
  if (integers.length >= 8) return 'an RSA private key (PKCS #1)';
  return version === 0 && integers.length === 5 ? 'a DSA private key' : undefined;
}

function firstIdentifier(contents: Uint8Array): string {
  const value = valueAt(contents, 0);
  return value?.tag === TAG.objectIdentifier ? Buffer.from(value.contents).toString('hex') : '';
}

/** The consecutive values, up to the first malformed one. */
function valuesIn(bytes: Uint8Array): readonly Value[] {
  const values: Value[] = [];
  for (let offset = 0; offset < bytes.length && values.length < MAXIMUM_VALUES;) {
    const value = valueAt(bytes, offset);
    if (value === undefined) break;
    values.push(value);
    offset = value.end;
  }
  return values;
}

/** More values than any private key has at the top level. */
const MAXIMUM_VALUES = 16;

/** The value at an offset (X.690, 8.1); undefined if there is no complete value. */
function valueAt(bytes: Uint8Array, offset: number): Value | undefined {
  const tag = bytes[offset];
  const first = bytes[offset + 1];
  if (tag === undefined || first === undefined) return undefined;
  let begin = offset + 2;
  let length = first;
  // The indefinite form, in which some programs write PKCS #12: the value ends where its container
  // ends.
  if (first === 0x80) length = bytes.length - begin;
  else if (first > 0x80) {
    const octets = first - 0x80;
    if (octets > 4) return undefined;
    length = bytes.subarray(begin, begin + octets).reduce((sum, octet) => sum * 256 + octet, 0);
    begin += octets;
  }
  const end = begin + length;
  return end > bytes.length ? undefined : { tag, contents: bytes.subarray(begin, end), end };
}

/** RFC 7468, 2, with the four dashes of RFC 4716 and the `BLOCK` of PGP (RFC 9580, 6.2). */
const HEADER = /-{4,5} ?BEGIN ([A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?) ?-{4,5}/g;

/** The shortest key, of Ed25519 in PKCS #8, has 48 bytes. */
const MINIMUM_CHARACTERS = 64;
/**
 * How much text after a header is examined: enough for the header's fields and some lines of
 * Base64.
 */
const LOOKED_AT = 2048;

const FIELD = /^[A-Za-z0-9-]+: .*$/gm;

/**
 * Texts that every textual key contains, in ASCII and in UTF-16. Few files contain one; the others
 * are not decoded.
 */
const MARKS: readonly Buffer[] = ['PRIVATE KEY', 'PuTTY-User-Key-File-'].flatMap((mark) => [
  Buffer.from(mark, 'latin1'),
  // Without the last zero, it also matches big-endian text.
  Buffer.from(mark, 'utf16le').subarray(0, -1),
]);

function textualKey(bytes: Uint8Array): string | undefined {
  if (!hasMark(bytes)) return undefined;
  const text = asBuffer(bytes).toString('latin1');
  // In UTF-16, every other byte of these characters is zero.
  const texts = text.includes('\0') ? [text, text.replaceAll('\0', '')] : [text];
  for (const characters of texts) {
    if (/PuTTY-User-Key-File-[0-9]+: /.test(characters) && characters.includes('Private-Lines: ')) {
      return 'a private key of PuTTY';
    }
    for (const { 0: header, 1: label = '', index } of characters.matchAll(HEADER)) {
      const start = index + header.length;
      if (beginsWithKey(characters.slice(start, start + LOOKED_AT))) return `${label} in PEM`;
    }
  }
  return undefined;
}

/** The largest distance from a key's mark to its Base64, in bytes: header and fields, in UTF-16. */
const MARK_REACH = 2 * LOOKED_AT;

/**
 * Whether a mark comes before something that could be the Base64 of a key. Few files have such
 * Base64, and most bytes of the others are never looked at. Searching all bytes for the marks would
 * take longer than reading the files.
 */
function hasMark(bytes: Uint8Array): boolean {
  let searched = 0;
  for (let start = 0; ;) {
    const end = endOfBase64(bytes, start);
    if (end === undefined) return false;
    const near = asBuffer(bytes).subarray(
      Math.max(searched, end - MINIMUM_CHARACTERS - MARK_REACH),
      end,
    );
    if (MARKS.some((mark) => near.includes(mark))) return true;
    searched = Math.max(end - LONGEST_MARK, 0);
    start = end;
  }
}

/** The same bytes, without a copy. */
function asBuffer(bytes: Uint8Array): Buffer {
  return Buffer.isBuffer(bytes) ? bytes : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
}

const LONGEST_MARK = Math.max(...MARKS.map(({ length }) => length));

/** Kinds of bytes; each is a bit. */
const KIND = { other: 0, base64: 1, zero: 2 } as const;

/**
 * The kind of each byte value in the Base64 of a key. A backslash and an `n` may stand for a line
 * break there.
 */
const KINDS = Uint8Array.from({ length: 256 }, (_, byte) => {
  if (byte === 0) return KIND.zero;
  return /[A-Za-z0-9+/=\\\s]/.test(String.fromCharCode(byte)) ? KIND.base64 : KIND.other;
});

/**
 * Finds a run of Base64 bytes as long as the shortest key, in ASCII or in UTF-16, where every other
 * byte is zero.
 *
 * A run is examined from its end: if a byte there does not fit, the bytes before it need not be
 * looked at. The last four of each parity come first: in either encoding they are of one kind, and
 * hardly ever so in machine code, which makes the branch predictable.
 *
 * @param start Offset at which to begin.
 * @returns Offset of the end of the run; undefined if there is none.
 */
function endOfBase64(bytes: Uint8Array, start: number): number | undefined {
  let begin = start;
  for (
    let last = begin + MINIMUM_CHARACTERS - 1;
    last < bytes.length;
    last = begin + MINIMUM_CHARACTERS - 1
  ) {
    const kind =
      kindAt(bytes, last) &
      kindAt(bytes, last - 2) &
      kindAt(bytes, last - 4) &
      kindAt(bytes, last - 6);
    if (kind === KIND.other) {
      begin = last - 5;
      continue;
    }
    const before = kindAt(bytes, last - 1);
    if (before === KIND.other || (before & kind) === KIND.zero) {
      begin = last;
      continue;
    }
    let offset = last;
    for (let [here, next] = [kind, before]; offset >= begin; offset -= 1) {
      if (kindAt(bytes, offset) !== here) break;
      [here, next] = [next, here];
    }
    if (offset < begin) return last + 1;
    begin = offset + 1;
  }
  return undefined;
}

function kindAt(bytes: Uint8Array, offset: number): number {
  return KINDS[bytes[offset] as number] as number;
}

/**
 * Whether the text after a header begins with the Base64 of a key, possibly after fields such as
 * `Proc-Type`.
 */
function beginsWithKey(text: string): boolean {
  const [body = ''] = text.split('--', 1);
  const characters = body
    .replaceAll('\r', '')
    // A line break as written in a string of JSON or C.
    .replaceAll('\\n', '\n')
    .replaceAll(FIELD, '')
    .replaceAll(/\s/g, '');
  return /^[A-Za-z0-9+/=]*$/.test(characters.slice(0, MINIMUM_CHARACTERS))
    ? characters.length >= MINIMUM_CHARACTERS
    : false;
}
