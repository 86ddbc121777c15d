export { fixtureCatalog, type CatalogSigners } from './fixture-catalog';
export { type FixtureFile } from './fixture-drivers';
export {
  CERTIFICATE_NAME,
  ciOutputFiles,
  driverOutFiles,
  packagerLayoutFiles,
} from './fixture-trees';
export { testCertificate } from './test-certificate';
export { writeDriverFixtures } from './write-fixtures';
