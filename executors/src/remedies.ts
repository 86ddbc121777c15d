import type { FaceRemedies } from '@aero-guest-tools/diagnostics';

/** What users of the tasks can do about a problem: options, variables and tasks of this plugin. */
export const NX_REMEDIES: FaceRemedies = {
  'update-lock': 'run fetch-virtio-win with --update-lock',
  'expect-sha256': 'add --sha256 to --update-lock',
  'name-certificates': 'name it with the option certPath or DRIVER_CERT_PATH',
  'allow-catalog-mismatch': 'allow it with --allowCatalogMismatch',
};
