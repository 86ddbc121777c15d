export { portableExecutable, type Architecture, type ExecutableKind } from './portable-executable';
export { driverCatalog, type CatalogSigners, type CoveredFile } from './driver-catalog';
export { sampleVirtioWinFiles, type SampleFile } from './sample-files';
export { testCertificate } from './test-certificate';
export { SAMPLE_VOLUME_ID, writeSampleVirtioWin } from './write-sample';
