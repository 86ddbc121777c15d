import { findSection, type Inf, type InfLine } from './inf';
import { parseNumber } from './number';

/** A registry value that an INF file adds for a service. */
export interface ServiceRegistryValue {
  /** Relative to the key of the service: `Parameters\PnpInterface`; empty for the key itself. */
  readonly subkey: string;
  /** Empty for the default value of the key. */
  readonly name: string;
  readonly type: 'REG_SZ' | 'REG_EXPAND_SZ' | 'REG_MULTI_SZ' | 'REG_DWORD' | 'REG_BINARY';
  /** REG_DWORD: one number, in decimal digits. REG_BINARY: bytes, as two hexadecimal digits each. */
  readonly data: readonly string[];
}

/** Flags of AddReg that make a line add no value, or add it only if the value exists already. */
const FLG_ADDREG_DELVAL = 0x04;
const FLG_ADDREG_KEYONLY = 0x10;
const FLG_ADDREG_OVERWRITEONLY = 0x20;

/** The bits of the flags that give the type: FLG_ADDREG_BINVALUETYPE and those of FLG_ADDREG_TYPE_MASK. */
const TYPE_MASK = 0xffff_0001;

const TYPES: ReadonlyMap<number, ServiceRegistryValue['type']> = new Map([
  [0x0000_0000, 'REG_SZ'],
  [0x0000_0001, 'REG_BINARY'],
  [0x0001_0000, 'REG_MULTI_SZ'],
  [0x0001_0001, 'REG_DWORD'],
  [0x0002_0000, 'REG_EXPAND_SZ'],
]);

/**
 * The values that add-registry-sections add below the key of a service, which `HKR` means there.
 * Lines for other roots, and types that only applications define, are left out.
 *
 * Source of the rule: "INF AddReg Directive".
 *
 * @param sections Names of the add-registry-sections, in order.
 */
export function serviceRegistryValues(
  inf: Inf,
  sections: readonly string[],
): readonly ServiceRegistryValue[] {
  return sections
    .flatMap((name) => findSection(inf, name)?.lines ?? [])
    .flatMap((line) => registryValue(line) ?? []);
}

function registryValue({ values }: InfLine): ServiceRegistryValue | undefined {
  const [root = '', subkey = '', name = '', flagsText = '', ...data] = values;
  const flags = flagsText === '' ? 0 : parseNumber(flagsText);
  if (root.toUpperCase() !== 'HKR' || flags === undefined) return undefined;
  if (flags & (FLG_ADDREG_DELVAL | FLG_ADDREG_KEYONLY | FLG_ADDREG_OVERWRITEONLY)) return undefined;
  const type = TYPES.get((flags & TYPE_MASK) >>> 0);
  if (type === undefined) return undefined;
  const bytes = data.map((text) =>
    type === 'REG_BINARY' ? Number.parseInt(text, 16) : parseNumber(text),
  );
  if (type === 'REG_BINARY') {
    if (!bytes.every((byte) => byte !== undefined && byte >= 0 && byte <= 0xff)) return undefined;
    return { subkey, name, type, data: bytes.map((byte) => hexByte(byte ?? 0)) };
  }
  if (type === 'REG_DWORD') {
    const number = dword(bytes);
    return number === undefined ? undefined : { subkey, name, type, data: [String(number)] };
  }
  return { subkey, name, type, data: type === 'REG_MULTI_SZ' ? data : [data[0] ?? ''] };
}

/** "A REG_DWORD value can be given as one number, or as four bytes, the lowest first." */
function dword(numbers: readonly (number | undefined)[]): number | undefined {
  const [first = 0, ...others] = numbers;
  if (others.length === 0) return first >>> 0;
  if (others.length !== 3) return undefined;
  return numbers.reduce<number>(
    (sum, byte = 0, index) => sum + (byte & 0xff) * 2 ** (8 * index),
    0,
  );
}

function hexByte(byte: number): string {
  return byte.toString(16).padStart(2, '0');
}
