export { describeBuild } from './describe-build';
export { describeMedium } from './describe-medium';
export type { DriversSource } from './driver-pack-manifest';
export {
  targetOf,
  verdictOnAll,
  type DescribedDriver,
  type DescribedTarget,
  type Licence,
  type MediaChoice,
  type MediaDescription,
  type MediaOutput,
} from './media-description';
