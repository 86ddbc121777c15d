import { build } from 'esbuild';
import { CHECKOUT } from './checkout';
import { sharedPackages, sourceResolver, type ShippedPaths } from './source-resolver';

export interface BundleOptions {
  /** For each bundle, its name without `.js` and the absolute path of the TypeScript file that it starts with. */
  readonly entries: Readonly<Record<string, string>>;
  /** Absolute. Everything in `dist/` is one level below the root of its package. */
  readonly outDirectory: string;
  /** npm packages that are installed beside the package. */
  readonly external: readonly string[];
  readonly shippedPaths: ShippedPaths;
}

/** npm packages that get a file of their own beside the bundles, which would otherwise all hold a copy. */
const SHARED_PACKAGES = ['libdeflate'];

/**
 * What cyclonedx-library loads if it is there: writing XML and validating, neither of which we have it do.
 */
const OPTIONAL_PACKAGES = ['xmlbuilder2', 'libxmljs2', 'ajv-formats', 'ajv-formats-draft2019'];

/**
 * Makes one CommonJS file of each entry with all that it loads. What the sources load when they need it
 * is set up at that time here too.
 *
 * @returns The files that were read, relative to the checkout, components joined by `/`.
 */
export async function bundle(options: BundleOptions): Promise<readonly string[]> {
  const { metafile } = await build({
    absWorkingDir: CHECKOUT,
    entryPoints: {
      ...options.entries,
      ...Object.fromEntries(SHARED_PACKAGES.map((name) => [name, name])),
    },
    outdir: options.outDirectory,
    bundle: true,
    platform: 'node',
    target: 'node20.19',
    format: 'cjs',
    // A name in a stack trace is worth its bytes.
    minifySyntax: true,
    legalComments: 'none',
    // One byte a character in memory: a single one beyond Latin-1 would make it two, of two million.
    charset: 'ascii',
    external: [...options.external, ...OPTIONAL_PACKAGES],
    // libdeflate asks for its directory but reads nothing there: its module contains the WebAssembly.
    define: { 'import.meta.url': '"file:///"' },
    plugins: [sharedPackages(SHARED_PACKAGES), sourceResolver(options.shippedPaths)],
    metafile: true,
    logLevel: 'warning',
  });
  return Object.keys(metafile.inputs).toSorted();
}
