/** Purposes of keys, in dotted notation (RFC 5280, 4.2.1.12; Wincrypt.h, `szOID_KP_...`). */
export const TIME_STAMPING = '1.3.6.1.5.5.7.3.8';
/** Drivers that passed the tests of Microsoft's hardware program. */
export const WHQL = '1.3.6.1.4.1.311.10.3.5';
/** Drivers that Microsoft signed because a known publisher submitted them. */
export const ATTESTATION = '1.3.6.1.4.1.311.10.3.5.1';

const ANY = '2.5.29.37.0';

/** Each of these lets a key sign code. */
const CODE: readonly string[] = [
  '1.3.6.1.5.5.7.3.3', // id-kp-codeSigning
  WHQL,
  ATTESTATION,
  '1.3.6.1.4.1.311.10.3.6', // szOID_NT5_CRYPTO: components of Windows
  '1.3.6.1.4.1.311.10.3.7', // szOID_OEM_WHQL_CRYPTO
  '1.3.6.1.4.1.311.10.3.8', // szOID_EMBEDDED_NT_CRYPTO
  '1.3.6.1.4.1.311.2.1.21', // SPC_INDIVIDUAL_SP_KEY_PURPOSE_OBJID, until 1998
  '1.3.6.1.4.1.311.2.1.22', // SPC_COMMERCIAL_SP_KEY_PURPOSE_OBJID
];

/** Has extended key usages, or may be used for any purpose. */
export interface Purposes {
  readonly extendedKeyUsages?: readonly string[] | undefined;
}

/**
 * The purposes that all certificates of a chain allow: Windows takes the usages of an authority as
 * a limit for the certificates that it issues ("CERT_ENHKEY_USAGE", "CertGetValidUsages").
 *
 * @returns In dotted notation; undefined if none of them names any.
 */
export function commonUsages(chain: readonly Purposes[]): readonly string[] | undefined {
  return chain.reduce<readonly string[] | undefined>((common, { extendedKeyUsages: usages }) => {
    if (usages === undefined || usages.includes(ANY)) return common;
    return common?.filter((usage) => usages.includes(usage)) ?? usages;
  }, undefined);
}

/** Whether usages allow a purpose. */
export function allows({ extendedKeyUsages: usages }: Purposes, purpose: string): boolean {
  return usages === undefined || usages.includes(purpose) || usages.includes(ANY);
}

/** Whether usages allow code signing. */
export function allowsCode(purposes: Purposes): boolean {
  return CODE.some((purpose) => allows(purposes, purpose));
}
