import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CHECKOUT } from './checkout';
import { thirdPartyLicenses } from './third-party-licenses';

/** A package.json of `packages/`, of which only what is used here. */
export interface PublishedManifest {
  readonly name: string;
  readonly version: string;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/** A directory that becomes a package: what `npm publish` takes, and nothing besides. */
export class PublishedPackage {
  /** Absolute. */
  readonly directory: string;
  readonly manifest: PublishedManifest;
  readonly #source: string;
  readonly #bundled: string[] = [];

  /** @param name That of its directory in `packages/`. */
  constructor(name: string) {
    this.#source = join(CHECKOUT, 'packages', name);
    this.directory = join(CHECKOUT, 'dist/packages', name);
    this.manifest = JSON.parse(
      readFileSync(join(this.#source, 'package.json'), 'utf8'),
    ) as PublishedManifest;
    rmSync(this.directory, { recursive: true, force: true });
    mkdirSync(this.directory, { recursive: true });
  }

  /** What is installed beside it, so that it is not bundled. */
  get external(): readonly string[] {
    const { dependencies, peerDependencies } = this.manifest;
    return Object.keys({ ...dependencies, ...peerDependencies });
  }

  /** @param inputs What was read for a bundle, relative to the checkout. */
  bundled(inputs: readonly string[]): void {
    this.#bundled.push(...inputs);
  }

  /** @param from Relative to the checkout. */
  copy(from: string, to = from): void {
    const target = join(this.directory, to);
    mkdirSync(dirname(target), { recursive: true });
    copyFileSync(join(CHECKOUT, from), target);
  }

  write(path: string, text: string): void {
    const target = join(this.directory, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, text);
  }

  /** Adds what every package has. */
  complete(): void {
    for (const file of ['LICENSE', 'LICENSE-APACHE', 'LICENSE-MIT']) this.copy(file);
    for (const file of ['README.md', 'package.json']) {
      copyFileSync(join(this.#source, file), join(this.directory, file));
    }
    this.write('THIRD_PARTY_LICENSES.md', thirdPartyLicenses(this.#bundled));
  }
}
