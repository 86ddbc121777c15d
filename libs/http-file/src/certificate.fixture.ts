import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

export const hasOpenssl = spawnSync('openssl', ['version'], { stdio: 'ignore' }).status === 0;

/** Makes a self-signed certificate for `localhost`, and its key. */
export function makeCertificate(directory: string): { certificate: string; key: string } {
  const certificate = join(directory, 'localhost.crt');
  const key = join(directory, 'localhost.key');
  const { status, stderr } = spawnSync(
    'openssl',
    (
      'req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 ' +
      '-subj /CN=localhost -addext subjectAltName=DNS:localhost'
    )
      .split(' ')
      .concat('-keyout', key, '-out', certificate),
    { encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(stderr);
  return { certificate, key };
}
