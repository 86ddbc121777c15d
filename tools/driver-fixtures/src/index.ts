export {
  driverCatalog as fixtureCatalog,
  testCertificate,
  type CatalogSigners,
} from '@aero-guest-tools/sample-virtio-win';
export { type FixtureFile } from './fixture-drivers';
export {
  CERTIFICATE_NAME,
  ciOutputFiles,
  driverOutFiles,
  packagerLayoutFiles,
} from './fixture-trees';
export { writeDriverFixtures } from './write-fixtures';
