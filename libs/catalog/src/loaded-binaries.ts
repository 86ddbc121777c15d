import type { CodeSigningPolicy, SecureBoot } from './code-signing-policies';
import { flawOfSignatureIn } from './check-embedded-signatures';
import type { EmbeddedSignature } from './embedded-signature';
import { listsKernelModeDriver, signatureTrust } from './kernel-mode-trust';
import type { PackagedFile } from './packaged-file';
import type { Signature } from './signature';
import { signatureKind, type SignatureKind } from './signature-kind';
import type { SignedDriver } from './signed-driver';
import { bestAcceptance, compareAcceptances, worstAcceptance } from './verdict';
import type { Acceptance } from './windows-7-verdict';

/** The verdicts of a kernel on one of a binary's signatures. */
export interface JudgedSignature extends Readonly<Record<SecureBoot, Acceptance>> {
  readonly kind: SignatureKind;
  readonly signature: Signature;
  /** Whether it is embedded in the file; otherwise it is the catalog's. */
  readonly isOwn: boolean;
}

/** A binary that the kernel loads, and the verdicts on it. */
export interface LoadedBinary extends Readonly<Record<SecureBoot, Acceptance>> {
  /** Absent if only the catalog is known. */
  readonly path?: string;
  /** The best signature; absent if there is none. */
  readonly best?: JudgedSignature;
}

/**
 * The binaries of a driver that a kernel of Windows 8 or newer loads, each judged by the best of
 * its signatures: the catalog's, those in the file, and those nested in the latter. One accepted
 * signature is enough.
 */
export function loadedBinaries(
  { catalog, files, architecture }: SignedDriver,
  policy: CodeSigningPolicy,
): readonly LoadedBinary[] {
  const ofCatalog = catalog.signature ? [judged(catalog.signature, policy, false)] : [];
  const loaded = (path: string | undefined, own: readonly Signature[]): LoadedBinary => {
    const signatures = [...ofCatalog, ...own.map((signature) => judged(signature, policy, true))];
    const [best] = signatures.toSorted(
      (a, b) => compareAcceptances(a.on, b.on) || compareAcceptances(a.off, b.off),
    );
    return {
      ...(path === undefined ? {} : { path }),
      ...(best === undefined ? {} : { best }),
      on: bestAcceptance(signatures.map(({ on }) => on)),
      off: isKernelAsked(architecture, 'off')
        ? bestAcceptance(signatures.map(({ off }) => off))
        : 'accepted',
    };
  };
  if (files === undefined) return listsKernelModeDriver(catalog) ? [loaded(undefined, [])] : [];
  return files
    .filter(({ isKernelMode }) => isKernelMode)
    .map((file) => loaded(file.path, ownSignatures(file)));
}

/**
 * Whether the kernel checks signatures at all: "64-bit only, no signature required for 32-bit"
 * where Secure Boot is off ("Driver Signing Policy").
 */
export function isKernelAsked(
  architecture: SignedDriver['architecture'],
  secureBoot: SecureBoot,
): boolean {
  return architecture !== 'x86' || secureBoot === 'on';
}

function judged(
  signature: Signature,
  { rules }: CodeSigningPolicy,
  isOwn: boolean,
): JudgedSignature {
  const kind = signatureKind(signature);
  const isDisputed = signatureTrust(signature) === 'disputed';
  const acceptance = (secureBoot: SecureBoot): Acceptance =>
    worstAcceptance([
      rules[kind][secureBoot].acceptance,
      ...(isDisputed ? (['unknown'] as const) : []),
    ]);
  return { kind, signature, isOwn, on: acceptance('on'), off: acceptance('off') };
}

/** The embedded signatures of a file that match the file. */
function ownSignatures({ embedded, digests }: PackagedFile): readonly Signature[] {
  if (embedded === undefined || digests === undefined) return [];
  const all: readonly EmbeddedSignature[] = [embedded, ...embedded.nested];
  return all
    .filter((item) => flawOfSignatureIn(digests, item) === undefined)
    .map(({ signature }) => signature);
}
