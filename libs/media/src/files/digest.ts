export { digest, sha256Of, type Digest, type DigestedFile } from '@aero-guest-tools/file-tree';
