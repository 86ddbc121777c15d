/**
 * Limits for an archive of drivers. The archive is in memory, and so is each file while it is
 * written; driver packages of both architectures together come to a few megabytes.
 */
export const ZIP_LIMITS = {
  /** Size of the archive, in bytes. */
  archiveSize: 256 * 1024 * 1024,
  /** Unpacked size of all files together, in bytes. */
  unpackedSize: 1024 * 1024 * 1024,
  /** Unpacked size of one file, in bytes. */
  fileSize: 256 * 1024 * 1024,
  /** Number of files and directories. */
  entries: 10_000,
  /** Length of an entry's name, with the directories above it, in bytes. */
  nameLength: 1024,
  /** Components of such a name. */
  depth: 32,
} as const;
