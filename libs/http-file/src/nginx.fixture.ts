import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describe } from '@jest/globals';

/** Debian installs it where only root's PATH leads. */
const NGINX = ['nginx', '/usr/sbin/nginx'].find(
  (program) => spawnSync(program, ['-v'], { stdio: 'ignore' }).error === undefined,
);

/** A suite that needs nginx, skipped with a message if it is not installed. */
export function describeWithNginx(title: string, tests: () => void): void {
  (NGINX === undefined ? describe.skip : describe)(
    NGINX === undefined ? `${title} (skipped: nginx is not installed)` : title,
    tests,
  );
}

/** A stock nginx on a port of the loopback interface. */
export interface Nginx {
  /** `http://127.0.0.1:port`, or `https://localhost:port`. */
  readonly origin: string;
  /** The directory whose files it serves. */
  readonly files: string;
  /**
   * One for each request, in order: `GET /path 206 100 [bytes=5-] ["etag"]`: status, bytes,
   * headers.
   */
  requests(): readonly string[];
  forgetRequests(): void;
  stop(): Promise<void>;
}

export interface NginxOptions {
  /** Directives for the `server` block, besides `listen` and `root`. */
  readonly server?: string;
  /** Files of a certificate and its key, for TLS. */
  readonly tls?: { readonly certificate: string; readonly key: string };
}

export async function startNginx({ server = '', tls }: NginxOptions = {}): Promise<Nginx> {
  const root = mkdtempSync(join(tmpdir(), 'nginx-'));
  const files = join(root, 'files');
  const log = join(root, 'access.log');
  mkdirSync(files);
  const port = await freePort();
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
    .map((name) => `${name}_temp_path ${root}/${name};`)
    .join('\n');
  writeFileSync(
    join(root, 'nginx.conf'),
    `
    daemon off;
    pid ${root}/nginx.pid;
    error_log stderr;
    ${process.getuid?.() === 0 ? 'user root;' : ''}
    worker_processes 1;
    events {}
    http {
      log_format line escape=none '$request_method $request_uri $status $body_bytes_sent [$http_range] [$http_if_range]';
      access_log ${log} line;
      ${temporary}
      server {
        listen 127.0.0.1:${String(port)}${tls ? ' ssl' : ''};
        ${tls ? `ssl_certificate ${tls.certificate}; ssl_certificate_key ${tls.key};` : ''}
        root ${files};
        ${server}
      }
    }`,
  );
  const child = spawn(String(NGINX), ['-c', join(root, 'nginx.conf'), '-e', 'stderr'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let complaints = '';
  child.stderr.on('data', (text: Buffer) => (complaints += text.toString()));
  const exited = once(child, 'exit');
  while (!(await answers(port))) {
    if (child.exitCode !== null) throw new Error(`nginx does not start: ${complaints}`);
    await delay(20);
  }
  return {
    origin: tls ? `https://localhost:${String(port)}` : `http://127.0.0.1:${String(port)}`,
    files,
    requests: () => readFileSync(log, 'utf8').trim().split('\n').filter(Boolean),
    forgetRequests: () => {
      writeFileSync(log, '');
    },
    stop: async () => {
      child.kill('SIGTERM');
      await exited;
      rmSync(root, { recursive: true, force: true });
    },
  };
}

/** A free port of the loopback interface. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => {
      resolve(false);
    });
  });
}
