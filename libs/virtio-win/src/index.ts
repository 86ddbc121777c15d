export {
  PUBLISHED_IMAGES,
  RELEASE_RANGES,
  type PublishedImage,
  type ReleaseRange,
  type Windows7Standing,
} from './known-releases';
export {
  imageRelease,
  releaseText,
  RELEASES_FOR_WINDOWS_7,
  windows7Standing,
  type ImageRelease,
} from './release';
