import type { ProgramResult } from '../host';

/** A file of the simulated Windows. */
export interface FileState {
  readonly content: Uint8Array;
  /** Why it cannot be opened, as Windows says it; absent of one that can. */
  readonly unreadable?: string;
  /** What it holds for .NET's X509Certificate2Collection; absent of what holds no certificate. */
  readonly certificates?: readonly CertificateState[];
}

export interface CertificateState {
  /** As .NET shows it: `CN=Somebody`. */
  readonly subject: string;
  /** SHA-1, in upper-case hexadecimal. */
  readonly thumbprint: string;
}

export interface DirectoryState {
  /** A SID; that of the administrators where it is absent. */
  readonly owner?: string;
  readonly reparsePoint?: boolean;
  /** Why its files cannot be listed. */
  readonly unlistable?: string;
  /** Why no file can be made in it. */
  readonly readOnly?: string;
  /** Why its security cannot be read. */
  readonly unreadableSecurity?: string;
}

/** What a WMI class gives: objects with the properties of the class, or the error of the query. */
export type WmiClassState =
  readonly Readonly<Record<string, WmiValue>>[] | { readonly error: string };

/** A number is an unsigned 32-bit one. */
export type WmiValue = string | number | boolean | readonly string[] | null;

/** A Windows, as far as the scripts of the media look at it. Paths and names ignore case. */
export interface WindowsState {
  /** As .NET tells it: `6.1.7601.65536`. */
  readonly version: string;
  /** `Service Pack 1`. */
  readonly servicePack: string;
  /** Milliseconds since 1970. */
  readonly now: number;
  readonly elevated: boolean;
  /** Whether FIPS 140 is enforced: classes whose name ends in Managed throw. */
  readonly fips: boolean;
  /** Whether .NET 3.5 is there, with System.Core. */
  readonly systemCore: boolean;
  readonly currentDirectory: string;
  readonly temporaryDirectory: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly files: Readonly<Record<string, FileState>>;
  /** Those that hold a file need no entry. */
  readonly directories: Readonly<Record<string, DirectoryState>>;
  /** Keys, as `HKLM:\SYSTEM\...`, with their values. */
  readonly registry: Readonly<Record<string, Readonly<Record<string, string | number>>>>;
  readonly wmi: Readonly<Record<string, WmiClassState>>;
  /** Thumbprints in a store of the computer. */
  readonly certificateStores: Readonly<Record<string, readonly string[]>>;
  readonly programs: Readonly<
    Record<string, (programArguments: readonly string[]) => ProgramResult>
  >;
}
