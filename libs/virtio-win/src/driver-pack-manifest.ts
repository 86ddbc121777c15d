import type { JsonValue } from '@aero-guest-tools/canonical-json';
import type { PinnedImage } from './pinned-image';
import type { Selection } from './selection';

/**
 * The value of `driver-pack-manifest.json`, which travels with the drivers. (Packager rules, 8. Where
 * drivers come from: SHA-256 and volume id of the image, what was taken from where, which optional
 * drivers were missing and why; no clock, no host path.)
 */
export function driverPackManifest(image: PinnedImage, selection: Selection): JsonValue {
  return {
    schema_version: 1,
    source: {
      kind: image.kind,
      sha256: image.sha256,
      size: image.size,
      volume_id: image.volume_id,
    },
    drivers: selection.drivers.map(({ name, architecture, directory }) => ({
      name,
      architecture,
      taken_from: directory,
    })),
    missing_optional_drivers: selection.missing.map(
      ({ name, architectures, reason, tried, present }) => ({
        name,
        architectures: [...architectures],
        reason,
        tried: [...tried],
        present: [...present],
      }),
    ),
    notices: [...selection.notices],
    version_markers: [...selection.versionMarkers],
  };
}
