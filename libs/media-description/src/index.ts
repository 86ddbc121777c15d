export { describeBuild } from './describe-build';
export { describeMedium } from './describe-medium';
export type { DriversSource } from './driver-pack-manifest';
export {
  verdictOnAll,
  type DescribedDriver,
  type Licence,
  type MediaDescription,
  type MediaOutput,
} from './media-description';
