import {
  CODE_SIGNING,
  identity,
  TIME_STAMPING,
  type Identity,
} from '@aero-guest-tools/test-signing';

let signer: Identity | undefined;
let authority: Identity | undefined;

/** Who signs the sample and the fixture drivers: in place of the test certificate of a driver build. */
export function driverSigner(): Identity {
  return (signer ??= identity({
    name: { CN: 'Aero fixture that everybody can sign with' },
    extendedKeyUsage: CODE_SIGNING,
  }));
}

/** Who says when they were signed. */
export function timeStampingAuthority(): Identity {
  return (authority ??= identity({
    name: { CN: 'Aero fixture of a time-stamping authority' },
    extendedKeyUsage: TIME_STAMPING,
    bits: 1024,
  }));
}

/**
 * The certificate that the sample and the fixture drivers are signed with (X.509, DER), the same bytes on every call. Its
 * key is made of a text: a guest that trusts it trusts everybody.
 */
export function testCertificate(): Buffer {
  return driverSigner().certificate;
}
