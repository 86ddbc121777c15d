import type { WindowsTarget } from '@aero-guest-tools/windows-target';
import type { CatalogProblem } from './catalog-problem';
import { disputedSignature, kernelRoot } from './check-kernel-mode';
import type { CodeSigningPolicy, SecureBoot } from './code-signing-policies';
import { day } from './date';
import { signatureTrust } from './kernel-mode-trust';
import { isTrustedByKernel } from './kernel-root';
import {
  isKernelAsked,
  loadedBinaries,
  type JudgedSignature,
  type LoadedBinary,
} from './loaded-binaries';
import type { SignatureKind } from './signature-kind';
import type { SignedDriver } from './signed-driver';

const KINDS: Readonly<Record<SignatureKind, string>> = {
  WHQL: 'a WHQL signature',
  attestation: 'an attestation signature',
  Microsoft: 'a signature of Microsoft',
  'cross-signed before 2015-07-29': 'a signature by way of a cross-certificate',
  'cross-signed': 'a signature by way of a cross-certificate',
  other: 'a signature by someone whom the kernel does not know',
};

/**
 * Problems of drivers that the kernels of Windows 8 and newer do not load, or may not load:
 * `codeSigningPolicy` has the rules. Each file is judged by its best signature. The same problem of
 * several files is reported once.
 */
export function checkCodeSigningPolicy(
  driver: SignedDriver,
  windows: WindowsTarget,
  policy: CodeSigningPolicy,
): readonly CatalogProblem[] {
  if (!driver.catalog.signature) return [];
  const problems = loadedBinaries(driver, policy).flatMap((binary) =>
    problemsOf(binary, driver, windows, policy),
  );
  return [...new Map(problems.map((problem) => [JSON.stringify(problem), problem])).values()];
}

function problemsOf(
  { path, best }: LoadedBinary,
  driver: SignedDriver,
  windows: WindowsTarget,
  policy: CodeSigningPolicy,
): readonly CatalogProblem[] {
  const { catalog } = driver;
  const chain = catalog.signature?.chain;
  if (best === undefined || chain === undefined) return [];
  if (best.kind === 'other') {
    // An unknown root, or a flaw of the chain itself, is reported by other checks.
    const isToldElsewhere =
      chain.flaw !== undefined || chain.anchor === undefined || isTrustedByKernel(chain);
    const isAsked = isKernelAsked(driver.architecture, 'off');
    return isToldElsewhere ? [] : [kernelRoot(driver, windows, chain, isAsked)];
  }
  const file = best.isOwn ? (path ?? catalog.file) : catalog.file;
  return [
    ...(signatureTrust(best.signature) === 'disputed'
      ? disputedSignature(file, best.signature, windows, best.isOwn)
      : []),
    // An attestation signature of the catalog concerns more than the kernel.
    ...(best.kind === 'attestation' && !best.isOwn && best.off === 'refused'
      ? []
      : (['refused', 'unknown'] as const).flatMap((acceptance) =>
          byPolicy(acceptance, file, best, { driver, windows, policy }),
        )),
  ];
}

function byPolicy(
  acceptance: 'refused' | 'unknown',
  file: string,
  { kind, signature }: JudgedSignature,
  {
    driver,
    windows,
    policy,
  }: {
    readonly driver: SignedDriver;
    readonly windows: WindowsTarget;
    readonly policy: CodeSigningPolicy;
  },
): readonly CatalogProblem[] {
  const rules = policy.rules[kind];
  const states = (['on', 'off'] as const satisfies readonly SecureBoot[]).filter(
    (state) => isKernelAsked(driver.architecture, state) && rules[state].acceptance === acceptance,
  );
  if (states.length === 0) return [];
  const where = states.length === 2 ? '' : ` where Secure Boot is ${states.join()}`;
  const statements = new Set(
    states.flatMap((state) =>
      rules[state].statements.map(({ says, source }) => `${says} (${source})`),
    ),
  );
  const verb = acceptance === 'refused' ? 'refuses' : 'may refuse';
  const issued =
    signature.signer && `, by a certificate that was issued on ${day(signature.signer.notBefore)}`;
  return [
    {
      id:
        acceptance === 'refused'
          ? 'catalog.code-signing-policy'
          : 'catalog.code-signing-policy-disputed',
      kind: 'acceptance',
      file,
      message: `${windows.name} ${verb} this driver${where}: ${[...statements].join('; but ')}`,
      found: `${KINDS[kind]}${issued ?? ''}`,
      expected: 'a WHQL signature',
      remedy: `take a release for ${windows.name} that Microsoft signed, or try the driver on the guest before you rely on it`,
    },
  ];
}
