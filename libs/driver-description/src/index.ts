export {
  compareDescriptions,
  hasFileChanges,
  isEqual,
  signersOf,
  type Comparison,
  type DriverChange,
  type DriverKey,
  type DriverProblem,
  type FactChange,
  type FileChange,
  type FileChanges,
} from './compare';
export {
  changeGroups,
  groupedFiles,
  placesText,
  windowsCounts,
  type ChangeGroup,
  type GroupedFile,
  type VerdictGroup,
  type WindowsCounts,
} from './comparison-groups';
export {
  changedSizesText,
  namedFileText,
  problemText,
  serviceText,
  verdictChanges,
  type VerdictChange,
} from './comparison-text';
export type { SectionChange } from './compare-infs';
export { describeSource, EMPTY_SOURCE, type OpenSource } from './describe';
export { describeManifest } from './describe-manifest';
export { startText } from './description';
export type {
  DescribedDriver,
  DescribedFile,
  DescribedService,
  DescribeOptions,
  Description,
} from './description';
