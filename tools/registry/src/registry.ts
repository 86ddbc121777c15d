import { spawn } from 'node:child_process';
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { CHECKOUT, run } from './run';

/** The newest that runs on every version of Node that we do. */
const VERDACCIO = '6.5.0';

/** It asks for `node-fetch@cjs`, a tag that not every mirror of the registry has. */
const OVERRIDES = { 'node-fetch': '2.7.0' };

/** Only our packages are here: others come from the registry that npm is configured for. */
const CONFIGURATION = `storage: ./storage
auth: {}
uplinks: {}
packages:
  '@aero-guest-tools/*':
    access: $all
    publish: $anonymous
log: { type: stdout, format: pretty, level: warn }
`;

/** A registry on loopback that anybody can publish to. */
export interface Registry {
  readonly url: string;
  /** Lines of an `.npmrc` for those who install from it or publish to it. */
  readonly npmrc: string;
  stop(): void;
}

/** @param directory Receives verdaccio and what is published. */
export async function startRegistry(directory: string): Promise<Registry> {
  mkdirSync(directory, { recursive: true });
  const manifest = { private: true, dependencies: { verdaccio: VERDACCIO }, overrides: OVERRIDES };
  writeFileSync(join(directory, 'package.json'), JSON.stringify(manifest));
  writeFileSync(join(directory, 'config.yaml'), CONFIGURATION);
  run(directory, ['npm', 'install', '--ignore-scripts', '--no-audit', '--no-fund']);
  const port = await freePort();
  const host = `127.0.0.1:${String(port)}`;
  const server = spawn(
    process.execPath,
    ['node_modules/verdaccio/bin/verdaccio', '--config', 'config.yaml', '--listen', host],
    { cwd: directory, stdio: 'ignore' },
  );
  const url = `http://${host}/`;
  await answers(`${url}-/ping`);
  return {
    url,
    npmrc: `@aero-guest-tools:registry=${url}\n//${host}/:_authToken=anonymous\n`,
    stop: () => server.kill(),
  };
}

/** Publishes both packages by the command that a release does, as what everybody installs. */
export function publishRelease({ url, npmrc }: Registry, directory: string): void {
  const userConfiguration = join(directory, 'publish.npmrc');
  writeFileSync(userConfiguration, npmrc);
  run(CHECKOUT, ['npx', 'nx', 'release', 'publish', `--registry=${url}`, '--tag=latest'], {
    NPM_CONFIG_USERCONFIG: userConfiguration,
  });
}

/** Publishes the same contents as another version, which is the only difference that it has. */
export function publishAs(version: string, { url, npmrc }: Registry, directory: string): void {
  for (const name of ['media', 'nx']) {
    const copy = join(directory, `${name}-${version}`);
    cpSync(join(CHECKOUT, 'dist/packages', name), copy, { recursive: true });
    const file = join(copy, 'package.json');
    const manifest = JSON.parse(readFileSync(file, 'utf8')) as { version: string };
    const text = JSON.stringify(manifest).replaceAll(`"${manifest.version}"`, `"${version}"`);
    writeFileSync(file, text);
    writeFileSync(join(copy, '.npmrc'), npmrc);
    run(copy, ['npm', 'publish', `--registry=${url}`, '--tag=other']);
  }
}

async function freePort(): Promise<number> {
  const server = createServer();
  return new Promise((done) => {
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => {
        done(port);
      });
    });
  });
}

async function answers(url: string): Promise<void> {
  for (let attempt = 0; attempt < 100; attempt++) {
    try {
      if ((await fetch(url)).ok) return;
    } catch {
      // It has not started yet.
    }
    await delay(300);
  }
  throw new Error(`${url} does not answer`);
}
