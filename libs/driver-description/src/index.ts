export {
  compareDescriptions,
  hasFileChanges,
  isEqual,
  signersOf,
  type Comparison,
  type DriverChange,
  type DriverKey,
  type FactChange,
  type FileChange,
  type FileChanges,
} from './compare';
export type { SectionChange } from './compare-infs';
export { describeSource, EMPTY_SOURCE, type OpenSource } from './describe';
export { describeManifest } from './describe-manifest';
export type {
  DescribedDriver,
  DescribedFile,
  DescribedService,
  DescribeOptions,
  Description,
} from './description';
