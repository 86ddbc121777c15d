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

/** Whether a kernel trusts a signature; `disputed` if Microsoft's pages contradict each other. */
export type KernelModeTrust = 'trusted' | 'disputed' | 'untrusted';

/** From the best to the worst. */
const ORDER: readonly KernelModeTrust[] = ['trusted', 'disputed', 'untrusted'];

/**
 * Whether a kernel trusts a signature, whichever kind of Microsoft signature it is. Disputed are:
 *
 * - A signature made after the cross-certificate had expired: the page "Deprecation of Software
 *   Publisher Certificates and Commercial Release Certificates" says that drivers keep working if
 *   they are timestamped before the end of "the intermediate certificate" in its editions of 2019
 *   and 2020, and of "the leaf signing certificate" in those after them.
 * - A signature with a timestamp by a root that Windows does not know: it is not documented whether
 *   it counts as one without a timestamp.
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
 * Whether the kernel of Windows 7 trusts a signature. It does not trust one by attestation, which
 * is for Windows 10 ("Driver code signing requirements").
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

/** A binary that the kernel loads, and whether the kernel trusts the better of its signatures. */
export interface KernelModeBinary {
  /** Absent if only the catalog is known. */
  readonly path?: string;
  /** The trust of Windows 7 without its updates, which does not know SHA-2. */
  readonly withoutUpdates: KernelModeTrust;
  readonly withUpdates: KernelModeTrust;
  /** The embedded signature, if Windows with its updates trusts it more than the catalog's. */
  readonly ownSignature?: Signature;
}

/**
 * The binaries of a driver that the kernel loads. Each needs "either an embedded SPC signature, a
 * catalog file with a WHQL release signature, or a catalog file with an SPC signature"
 * ("Kernel-Mode Code Signing Requirements"), while installation needs a signed catalog even if
 * there is an embedded signature. A driver without such a binary, such as a printer driver or an
 * INF file that names drivers of Windows, does not concern the kernel.
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

/** Whether a catalog lists a kernel-mode driver, as far as that can be told without its files. */
export function listsKernelModeDriver({ members }: Catalog): boolean {
  return members.some(
    ({ subject, file = '.sys' }) => subject === 'pe-image' && /\.sys$/i.test(file),
  );
}

/** The embedded signature of a file, if it matches the file. */
function ownSignature(file: PackagedFile): Signature | undefined {
  return flawOfEmbeddedSignature(file) === undefined ? file.embedded?.signature : undefined;
}

function better(a: KernelModeTrust, b: KernelModeTrust): KernelModeTrust {
  return ORDER.indexOf(a) <= ORDER.indexOf(b) ? a : b;
}
