import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Where the configuration stands that is under test. */
export const CONFIGURATION = resolve(__dirname, '../../remote-cache');

/** Debian has it where only root looks. */
const PATH = `${process.env['PATH'] ?? ''}:/usr/sbin:/usr/local/sbin`;

export const hasNginx = spawnSync('nginx', ['-v'], { env: { PATH } }).error === undefined;

export const hasOpenssl = spawnSync('openssl', ['version']).error === undefined;

/** The server of tools/remote-cache on this machine, in a folder of its own. */
export interface RemoteCache {
  readonly folder: string;
  readonly port: number;
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  readonly readOnly: string;
  readonly readWrite: string;
  path(...components: string[]): string;
  /** What an nx needs to know of it. */
  environment(token: string): NodeJS.ProcessEnv;
  /** The names of the entries, sorted. */
  entries(): readonly string[];
  /** The path of an entry on the server. */
  entry(hash: string): string;
  /** The lines of access.log since the last call. */
  requests(): readonly string[];
  /** Has the configuration read again, and waits until that shows. */
  reload(isDone: () => Promise<boolean>): Promise<void>;
  stop(): Promise<void>;
}

/** Starts nginx as the documentation says, but in the foreground, and on a port that is free. */
export async function startRemoteCache(): Promise<RemoteCache> {
  const folder = mkdtempSync(join(tmpdir(), 'nx-cache-'));
  const path = (...components: string[]): string => join(folder, ...components);
  for (const name of readdirSync(CONFIGURATION).filter((file) => file.endsWith('.conf'))) {
    writeFileSync(path(name), readFileSync(join(CONFIGURATION, name)));
  }
  const port = await freePort();
  writeFileSync(path('listen.conf'), `listen 127.0.0.1:${String(port)};\n`);
  const readOnly = newToken();
  const readWrite = newToken();
  mkdirSync(path('tokens'));
  writeFileSync(path('tokens/everyone.token'), `${readOnly} read-only;\n`);
  writeFileSync(path('tokens/ci-main.token'), `${readWrite} read-write;\n`);

  const server = spawn('nginx', nginxArguments(folder), { env: { PATH }, stdio: 'inherit' });
  const stopped = once(server, 'exit');
  const url = `http://127.0.0.1:${String(port)}`;
  await answers(url);
  let read = 0;
  return {
    folder,
    port,
    url,
    readOnly,
    readWrite,
    path,
    environment: (token) => ({
      NX_SELF_HOSTED_REMOTE_CACHE_SERVER: url,
      NX_SELF_HOSTED_REMOTE_CACHE_ACCESS_TOKEN: token,
    }),
    entries: () =>
      existsSync(path('entries/v1/cache')) ? readdirSync(path('entries/v1/cache')).toSorted() : [],
    entry: (hash) => path('entries/v1/cache', hash),
    requests: () => {
      const lines = readFileSync(path('access.log'), 'utf8').split('\n').slice(0, -1);
      const unread = lines.slice(read);
      read = lines.length;
      return unread;
    },
    reload: async (isDone) => {
      server.kill('SIGHUP');
      await until(isDone);
    },
    stop: async () => {
      server.kill('SIGTERM');
      await stopped;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/**
 * Has a server listen as in listen-tls.conf, on the port that it has.
 *
 * @returns The path of the certificate of the authority that vouches for it, as PEM.
 */
export async function serveTls(cache: RemoteCache): Promise<string> {
  const folder = cache.path('tls');
  mkdirSync(folder);
  const openssl = (line: string): void => {
    execFileSync('openssl', line.split(' '), { cwd: folder, stdio: 'pipe' });
  };
  const request = 'req -newkey rsa:2048 -nodes -subj';
  openssl(`${request} /CN=Authority -x509 -days 2 -keyout ca-key.pem -out ca.pem`);
  openssl(`${request} /CN=cache -keyout key.pem -out request.pem`);
  writeFileSync(join(folder, 'extensions'), 'subjectAltName=IP:127.0.0.1\n');
  openssl(
    'x509 -req -in request.pem -CA ca.pem -CAkey ca-key.pem -CAcreateserial -days 2 ' +
      '-extfile extensions -out certificate.pem',
  );
  const text = readFileSync(cache.path('listen-tls.conf'), 'utf8');
  writeFileSync(
    cache.path('listen.conf'),
    text.replace('listen 8443 ssl', `listen 127.0.0.1:${String(cache.port)} ssl`),
  );
  // To a request without TLS, a server that expects it answers 400.
  await cache.reload(() =>
    fetch(cache.url, { headers: { connection: 'close' } }).then(
      ({ status }) => status === 400,
      () => false,
    ),
  );
  return join(folder, 'ca.pem');
}

/** What `nginx -t` says of the configuration in a folder. */
export function checkConfiguration(folder: string): { status: number | null; message: string } {
  const { status, stderr } = spawnSync('nginx', [...nginxArguments(folder), '-t'], {
    env: { PATH },
    encoding: 'utf8',
  });
  return { status, message: stderr };
}

export function newToken(): string {
  return randomBytes(32).toString('hex');
}

/** The workers of a server that root started would not be root's, and could not enter the folder. */
function nginxArguments(folder: string): readonly string[] {
  const isRoot = process.getuid?.() === 0;
  const directives = `daemon off;${isRoot ? ' user root;' : ''}`;
  return ['-p', folder, '-e', 'error.log', '-c', 'nginx.conf', '-g', directives];
}

async function freePort(): Promise<number> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function answers(url: string): Promise<void> {
  await until(() => fetch(url).then(Boolean, () => false));
}

/** Waits for what happens soon. */
async function until(happened: () => boolean | Promise<boolean>): Promise<void> {
  for (let attempts = 0; !(await happened()); attempts += 1) {
    if (attempts === 200) throw new Error('it did not happen');
    await sleep(50);
  }
}
