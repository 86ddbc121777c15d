/**
 * What an archive of drivers may be at most. The archive is in memory, and each file
 * while it is written; driver packages of both architectures together come to a few megabytes.
 */
export const ZIP_LIMITS = {
  /** Of the archive, in bytes. */
  archiveSize: 256 * 1024 * 1024,
  /** Of all files in it together, unpacked, in bytes. */
  unpackedSize: 1024 * 1024 * 1024,
  /** Of one file in it, unpacked, in bytes. */
  fileSize: 256 * 1024 * 1024,
  /** Files and directories. */
  entries: 10_000,
  /** Of the name of an entry, with the directories above it, in bytes. */
  nameLength: 1024,
  /** Components of such a name. */
  depth: 32,
} as const;
