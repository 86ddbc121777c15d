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
 * What the drivers are, and which of their files go on the media. Plain data, the same on every
 * machine: all paths are relative to the drivers directory.
 */
export interface ValidationReport {
  /** In the order of the spec, x86 before amd64. */
  readonly drivers: readonly DriverReport[];
  readonly warnings: readonly Diagnostic[];
}

/** One driver on one architecture. */
export interface DriverReport {
  /** Its name in the spec. */
  readonly name: string;
  readonly architecture: Architecture;
  /** Relative to the drivers directory, as found: `x64/NetKVM`. */
  readonly directory: string;
  /**
   * From `[Version]` of the first packaged INF file that the spec expects; otherwise of the first
   * one for this architecture, or of the first one.
   */
  readonly version?: string;
  /** From the same `[Version]`, as written: `06/07/2019`. */
  readonly date?: string;
  /** From the same `[Version]`. */
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
  /**
   * How Windows boots from a disk with this driver; absent if it does not install the storage
   * service.
   */
  readonly bootDisk?: BootDiskReport;
  /** Who signed the files; absent if signatures were not checked. */
  readonly signing?: SigningReport;
}

/** Who signed the files of a driver, and whether its Windows accepts that. */
export interface SigningReport {
  /** Those that the INF files name and that can be read, each once. */
  readonly catalogs: readonly CatalogReport[];
  /**
   * Everything that its Windows may not accept. The signing policy decides whether these are
   * errors. Files are relative to the drivers directory.
   */
  readonly problems: readonly CatalogProblem[];
  /**
   * What to know before installing the driver; absent if there is nothing. Files are relative to
   * the drivers directory.
   */
  readonly notes?: readonly CatalogNote[];
  /** The verdict of the worst catalog. */
  readonly verdict: Verdict;
}

/**
 * What Windows registers for the storage service of `devices.cmd`: everything that setup needs so
 * that the boot loader starts it, before Plug and Play has installed it.
 */
export interface BootDiskReport {
  /** The INF file that installs it, relative to the driver directory. */
  readonly infFile: string;
  readonly service: string;
  /** Hardware and compatible IDs that the INF file binds to the service, as written, each once. */
  readonly hardwareIds: readonly string[];
  /** With its braces. */
  readonly classGuid: string;
  /** SERVICE_xxx constants of winnt.h, as in the INF file. */
  readonly serviceType: number;
  readonly startType: number;
  readonly errorControl: number;
  readonly loadOrderGroup?: string;
  /** Below `system32\\drivers`. */
  readonly binary: string;
  /** The packaged file that becomes the binary, relative to the driver directory. */
  readonly source: string;
  /** Whether the source is stored compressed, and must be expanded. */
  readonly sourceIsCompressed: boolean;
  readonly values: readonly ServiceRegistryValue[];
}

/** Facts from a catalog. */
export interface CatalogReport {
  /** Relative to the driver directory. */
  readonly path: string;
  /** Of the catalog, in lower-case hexadecimal. */
  readonly sha256: string;
  /** Digest algorithms that identify its members. */
  readonly memberAlgorithms: readonly DigestAlgorithm[];
  /** Digest algorithm of its signature; absent if it is not signed. */
  readonly signatureAlgorithm?: DigestAlgorithm;
  /** The name of the signer, the most specific part first. */
  readonly signer?: string;
  /** The part of the name that people know the signer by. */
  readonly signerName?: string;
  /** How Microsoft came to sign it; absent if somebody else signed it. */
  readonly microsoftSignature?: MicrosoftSignature;
  /** The certificate of the signer: DER, in base64. */
  readonly signerCertificate?: string;
  /** When it was signed according to its timestamp, in seconds since 1970. */
  readonly timestamp?: number;
}

/** The `[Version]` section of an INF file. */
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
  /** Its display name in the INF file. */
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
   * SHA-256 of the checked contents, in lower-case hexadecimal; recording requires the same
   * contents. Absent if the file was not read because nothing refers to it.
   */
  readonly sha256?: string;
  readonly reason?: string;
}
