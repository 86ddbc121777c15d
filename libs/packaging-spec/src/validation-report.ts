import type {
  CatalogNote,
  CatalogProblem,
  DigestAlgorithm,
  MicrosoftSignature,
  Verdict,
} from '@aero-guest-tools/catalog';
import type { Diagnostic } from '@aero-guest-tools/diagnostics';
import type { Architecture, ServiceRegistryValue } from '@aero-guest-tools/inf';

/**
 * What the drivers are, and which of their files go on the media. Plain data that is the same on any
 * machine: all paths are relative to the drivers directory.
 */
export interface ValidationReport {
  /** In the order of the spec, x86 before amd64. */
  readonly drivers: readonly DriverReport[];
  readonly warnings: readonly Diagnostic[];
}

/** One driver on one architecture. */
export interface DriverReport {
  /** As the spec names it. */
  readonly name: string;
  readonly architecture: Architecture;
  /** Relative to the drivers directory, as found: `x64/NetKVM`. */
  readonly directory: string;
  /**
   * What `[Version]` says of the first packaged INF file that the spec expects, else of the first for
   * this architecture, else of the first.
   */
  readonly version?: string;
  /** Likewise, as written: `06/07/2019`. */
  readonly date?: string;
  /** Likewise. */
  readonly provider?: string;
  /** The packaged INF files, in byte order of the path. */
  readonly infFiles: readonly InfReport[];
  /** The devices that the INF files bind on the architecture. */
  readonly devices: readonly DeviceReport[];
  /** Hardware and compatible IDs that the INF files bind on the architecture. */
  readonly hardwareIds: readonly string[];
  /** Services that the INF files install on the architecture. */
  readonly services: readonly string[];
  /** All files of the driver directory, in byte order of the path. */
  readonly files: readonly FileReport[];
  /** How Windows starts from a disk by this driver; absent if it does not install the storage service. */
  readonly bootDisk?: BootDiskReport;
  /** Who vouches for the files; absent from reports of drivers that were not checked for it. */
  readonly signing?: SigningReport;
}

/** Who vouches for the files of a driver, and what the Windows that it is for says to that. */
export interface SigningReport {
  /** Those that the INF files name and that can be read, each once. */
  readonly catalogs: readonly CatalogReport[];
  /**
   * Whatever that Windows may not accept. The signing policy decides what becomes of it. Files are relative to the
   * drivers directory.
   */
  readonly problems: readonly CatalogProblem[];
  /** What to know before the driver is installed; absent if there is nothing. Files likewise. */
  readonly notes?: readonly CatalogNote[];
  /** Of the worst of the catalogs. */
  readonly verdict: Verdict;
}

/**
 * What Windows registers for the storage service of `devices.cmd`: all that setup needs to have it started
 * by the loader, before Plug and Play has installed it.
 */
export interface BootDiskReport {
  /** The INF file that installs it, relative to the driver directory. */
  readonly infFile: string;
  readonly service: string;
  /** Hardware and compatible IDs that the INF file binds to the service, as written, each once. */
  readonly hardwareIds: readonly string[];
  /** With its braces. */
  readonly classGuid: string;
  /** SERVICE_xxx of winnt.h, as the INF file gives them. */
  readonly serviceType: number;
  readonly startType: number;
  readonly errorControl: number;
  readonly loadOrderGroup?: string;
  /** Below `system32\\drivers`. */
  readonly binary: string;
  /** The packaged file that becomes the binary, relative to the driver directory. */
  readonly source: string;
  /** Whether the source is stored compressed, and has to be expanded. */
  readonly sourceIsCompressed: boolean;
  readonly values: readonly ServiceRegistryValue[];
}

/** What a catalog says of itself. */
export interface CatalogReport {
  /** Relative to the driver directory. */
  readonly path: string;
  /** Of the catalog, in lower-case hexadecimal. */
  readonly sha256: string;
  /** By what its members are known. */
  readonly memberAlgorithms: readonly DigestAlgorithm[];
  /** By what it is signed; absent if it is not. */
  readonly signatureAlgorithm?: DigestAlgorithm;
  /** The name of the signer, the most specific part first. */
  readonly signer?: string;
  /** The part of it that people know the signer by. */
  readonly signerName?: string;
  /** How Microsoft came to sign it; absent if somebody else did. */
  readonly microsoftSignature?: MicrosoftSignature;
  /** The certificate of the signer: DER, in base64. */
  readonly signerCertificate?: string;
  /** When it was signed by the word of a timestamp, in seconds since 1970. */
  readonly timestamp?: number;
}

/** What `[Version]` of an INF file says. */
export interface InfReport {
  /** Relative to the driver directory. */
  readonly path: string;
  readonly version?: string;
  readonly date?: string;
  readonly provider?: string;
  /** The name of the device setup class: `SCSIAdapter`. */
  readonly class?: string;
  /** With its braces, as written. */
  readonly classGuid?: string;
}

/** A device that an INF file binds. */
export interface DeviceReport {
  /** The display name that the INF file gives it. */
  readonly name: string;
  /** The INF file, relative to the driver directory. */
  readonly inf: string;
  /** Its hardware and compatible IDs, each once, as written. */
  readonly hardwareIds: readonly string[];
}

/** Whether a file goes on the media, and if not, why. */
export interface FileReport {
  /** Relative to the driver directory, components joined by `/`. */
  readonly path: string;
  /** In bytes. */
  readonly size: number;
  readonly decision: 'include' | 'exclude';
  /**
   * Of the contents that were checked, in lower-case hexadecimal: what is recorded has to be the same. Absent
   * if nothing read the file, since nothing refers to it.
   */
  readonly sha256?: string;
  readonly reason?: string;
}
