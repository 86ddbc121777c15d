import type { Catalog } from './catalog';
import { isValidAt } from './certificate';
import { flawOfEmbeddedSignature } from './check-embedded-signatures';
import { crossCertificateOf } from './cross-certificate';
import { allowsCode } from './extended-key-usage';
import { isTrustedByKernel, microsoftSignatureOf } from './kernel-root';
import type { PackagedFile } from './packaged-file';
import type { Signature } from './signature';
import type { SignedDriver } from './signed-driver';
import { isSignedBySha1 } from './windows-7-needs';

/**
 * What a kernel makes of a signature: `disputed` where Microsoft's pages contradict each other.
 */
export type KernelModeTrust = 'trusted' | 'disputed' | 'untrusted';

/** From the best to the worst. */
const ORDER: readonly KernelModeTrust[] = ['trusted', 'disputed', 'untrusted'];

/**
 * Whether a kernel trusts a signature, whatever of Microsoft's it is of. Disputed are:
 *
 * - One that was made after the cross-certificate had expired: the page "Deprecation of Software Publisher
 *   Certificates and Commercial Release Certificates" says that drivers go on working if they are timestamped before
 *   the end of "the intermediate certificate" in its editions of 2019 and 2020, and of "the leaf signing
 *   certificate" in those after them.
 * - One with a timestamp by a root that Windows does not know: whether it is judged as one without a timestamp is
 *   not documented.
 */
export function signatureTrust({ chain, timestamp }: Signature): KernelModeTrust {
  if (chain.flaw !== undefined || timestamp?.flaw !== undefined) return 'untrusted';
  if (!isTrustedByKernel(chain) || !allowsCode(chain)) return 'untrusted';
  if (timestamp === undefined) return 'trusted';
  const cross = crossCertificateOf(chain);
  const invalid = chain.certificates.filter((item) => !isValidAt(item, timestamp.time));
  if (invalid.some((certificate) => certificate !== cross)) return 'untrusted';
  return invalid.length > 0 || timestamp.chain.anchor === undefined ? 'disputed' : 'trusted';
}

/**
 * Whether the kernel of Windows 7 trusts a signature: not one by attestation, which is for Windows 10 ("Driver code
 * signing requirements").
 */
export function kernelModeTrust(signature: Signature): KernelModeTrust {
  return microsoftSignatureOf(signature.chain) === 'attestation'
    ? 'untrusted'
    : signatureTrust(signature);
}

/** Whether a signature was made after its cross-certificate had expired, or before it was valid. */
export function isOutsideCrossCertificate({ chain, timestamp }: Signature): boolean {
  const cross = crossCertificateOf(chain);
  return cross !== undefined && timestamp !== undefined && !isValidAt(cross, timestamp.time);
}

/** A binary that the kernel loads, and whether it trusts the better of its signatures. */
export interface KernelModeBinary {
  /** Absent where only the catalog is known. */
  readonly path?: string;
  /** By Windows 7 without its updates, which knows no SHA-2. */
  readonly withoutUpdates: KernelModeTrust;
  readonly withUpdates: KernelModeTrust;
  /** The signature in the file, where Windows with its updates trusts that more than the catalog's. */
  readonly ownSignature?: Signature;
}

/**
 * The binaries of a driver that the kernel loads. Each needs "either an embedded SPC signature, a catalog file with a
 * WHQL release signature, or a catalog file with an SPC signature" ("Kernel-Mode Code Signing Requirements"), while
 * installation asks for a signed catalog whatever is embedded. A driver without such a binary, as one for a printer
 * or an INF that names drivers of Windows, is nothing to the kernel.
 */
export function kernelModeBinaries({ catalog, files }: SignedDriver): readonly KernelModeBinary[] {
  const ofCatalog = catalog.signature ? kernelModeTrust(catalog.signature) : 'untrusted';
  const unnamed = { withoutUpdates: ofCatalog, withUpdates: ofCatalog };
  if (files === undefined) {
    return listsKernelModeDriver(catalog) ? [unnamed] : [];
  }
  return files
    .filter(({ isKernelMode }) => isKernelMode)
    .map((file) => {
      const signature = ownSignature(file);
      const own = signature ? kernelModeTrust(signature) : 'untrusted';
      const ownWithoutUpdates = signature && isSignedBySha1(signature) ? own : 'untrusted';
      const withUpdates = better(ofCatalog, own);
      return {
        path: file.path,
        withoutUpdates: better(ofCatalog, ownWithoutUpdates),
        withUpdates,
        ...(signature === undefined || withUpdates === ofCatalog
          ? {}
          : { ownSignature: signature }),
      };
    });
}

/** Whether a catalog lists a driver, as far as that can be told without its files. */
export function listsKernelModeDriver({ members }: Catalog): boolean {
  return members.some(
    ({ subject, file = '.sys' }) => subject === 'pe-image' && /\.sys$/i.test(file),
  );
}

/** The signature in a file, if it is one of that file. */
function ownSignature(file: PackagedFile): Signature | undefined {
  return flawOfEmbeddedSignature(file) === undefined ? file.embedded?.signature : undefined;
}

function better(a: KernelModeTrust, b: KernelModeTrust): KernelModeTrust {
  return ORDER.indexOf(a) <= ORDER.indexOf(b) ? a : b;
}
