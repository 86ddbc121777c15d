// What the steps are made of, for pipelines of vinyl files in one process. An entry point of its own,
// `@aero-guest-tools/media/transforms`, so that a task that needs none of it does not load it.
export { isStagedCertificate } from '../certificates/certificate-file';
export { checkedContents, type CheckedContents } from '../checks/checked-contents';
export { digest } from '../files/digest';
export { driverMediaPath, setupMediaPath } from '../checks/driver-media-path';
export { refuseOwnFragment } from '../staging/autounattend-fragment';
export { generatedFiles } from '../staging/generated-files';
export { selectPayload } from '../staging/guest-tools-directory';
export { MANIFEST_NAME, parseManifest, type ManifestFacts } from '../manifest/manifest';
export {
  asMediaFile,
  driversOf,
  isMediaFile,
  mediaFile,
  mediaFileFromDisk,
  mediaFileFromMemory,
  mediaPathOf,
  readFileChunks,
  setContents,
  type MediaFile,
  type OpenContents,
} from '../files/media-file';
export { publishManifest } from '../verification/publish-manifest';
export { setupDrivers, setupDriverWarnings } from '../staging/setup-drivers';
export { readInput } from '../options/read-input';
export { streamChunks } from '../files/stream-chunks';
export { verifiedOrWithdrawn } from '../verification/verified-or-withdrawn';
export { withdrawManifest } from '../verification/withdraw-manifest';
export { addManifest } from './add-manifest';
export { checkPaths } from './check-paths';
export { checkSignatures } from './check-signatures';
export { hashContents } from './hash-contents';
export { isoImage } from './iso-image';
export { verifyContents } from './verify-contents';
export { writeCertificatesAnew } from './write-certificates-anew';
export { writeFiles } from './write-files';
export { writeOutput } from './write-output';
export { zipArchive } from './zip-archive';
