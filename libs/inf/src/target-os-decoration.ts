import type { Architecture } from './inf';
import { parseNumber } from './number';
import type { TargetOs } from './target-os';

/** A TargetOSVersion decoration: `nt[Architecture][.[OSMajorVersion][.[OSMinorVersion][.[ProductType][.[SuiteMask][.[BuildNumber]]]]]]`. */
export interface TargetOsDecoration {
  /** In lower case: x86, amd64, ia64, arm or arm64. */
  readonly architecture: string | undefined;
  readonly majorVersion: number | undefined;
  readonly minorVersion: number | undefined;
  /** 1 is a workstation, 2 a domain controller, 3 a server. */
  readonly productType: number | undefined;
  readonly suiteMask: number | undefined;
  readonly buildNumber: number | undefined;
}

/**
 * Windows 10 1607, the first that reads build numbers: "starting with Windows 10, version 1607
 * (Build 14310)".
 */
const FIRST_BUILD_THAT_READS_BUILDS = 14_310;

/**
 * Parses a TargetOSVersion decoration.
 *
 * Source of the rule: "INF Manufacturer Section", Remarks.
 *
 * @returns `undefined` if it is not one.
 */
export function parseTargetOsDecoration(text: string): TargetOsDecoration | undefined {
  const [platform = '', ...fields] = text.toLowerCase().split('.', 7);
  const match = /^nt(x86|ia64|amd64|arm|arm64)?$/.exec(platform);
  const numbers = fields.map((field) => parseNumber(field));
  const wrong = numbers.some((number, index) => number === undefined && fields[index] !== '');
  if (!match || wrong || fields.length > 5) return undefined;
  const [majorVersion, minorVersion, productType, suiteMask, buildNumber] = numbers;
  return {
    architecture: match[1],
    majorVersion,
    minorVersion,
    productType,
    suiteMask,
    buildNumber,
  };
}

/**
 * Whether a Windows on an architecture uses a models section with this decoration.
 *
 * Source of the rule: "INF Manufacturer Section": since Windows Server 2003 SP1 the architecture
 * must be given unless it is x86; a version means that version and later ones; a product type and a
 * suite mask must match; "earlier versions of the operating system will not parse" a build number.
 */
export function appliesTo(
  decoration: TargetOsDecoration,
  architecture: Architecture,
  os: TargetOs,
): boolean {
  const { productType, suiteMask = 0, buildNumber } = decoration;
  return (
    (decoration.architecture ?? 'x86') === architecture &&
    !isLaterThan(decoration, os) &&
    (productType === undefined || productType === os.productType) &&
    (suiteMask & ~os.suiteMask) === 0 &&
    (buildNumber === undefined || os.buildNumber >= FIRST_BUILD_THAT_READS_BUILDS)
  );
}

function isLaterThan(decoration: TargetOsDecoration, os: TargetOs): boolean {
  const { majorVersion = 0, minorVersion = 0, buildNumber = 0 } = decoration;
  if (majorVersion !== os.majorVersion) return majorVersion > os.majorVersion;
  if (minorVersion !== os.minorVersion) return minorVersion > os.minorVersion;
  return buildNumber > os.buildNumber;
}

/**
 * Orders applicable decorations by Windows' preference: first the highest version, build included
 * ("a specific version number takes precedence over the product type and suite mask"), then the one
 * that names the architecture, a product type, a suite.
 */
export function compareDecorations(left: TargetOsDecoration, right: TargetOsDecoration): number {
  const [a, b] = [rank(left), rank(right)];
  const difference = a.findIndex((value, index) => value !== b[index]);
  return difference === -1 ? 0 : (b[difference] ?? 0) - (a[difference] ?? 0);
}

function rank(decoration: TargetOsDecoration): readonly number[] {
  const { architecture, majorVersion, minorVersion, productType, suiteMask, buildNumber } =
    decoration;
  return [
    majorVersion ?? -1,
    minorVersion ?? -1,
    buildNumber ?? -1,
    architecture === undefined ? 0 : 1,
    productType === undefined ? 0 : 1,
    suiteMask === undefined ? 0 : 1,
  ];
}
