export { readSigningKey, readVerificationKey, type AttestationKey } from './attestation-key';
export { checkAttestation, type AttestedFile, type CheckedAttestation } from './check-attestation';
export { signStatement } from './envelope';
export { provenanceStatement } from './provenance-statement';
