// The programs that are not this project's own, and that tests, conformance runs or benchmarks compare it with.
// Each is optional: what needs it is skipped with a message where it is absent.

/** @typedef {{ name: string, debian: string, uses: string, inFullRun?: boolean }} Program */
// `inFullRun`: nothing that .ci/run does needs it.

/** @type {readonly Program[]} */
const PROGRAMS = [
  { name: '7z', debian: 'p7zip-full', uses: 'reads our images and archives; is measured against' },
  { name: 'bsdtar', debian: 'libarchive-tools', uses: 'reads our images and archives' },
  { name: 'chromium', debian: 'chromium', uses: 'shows the report page' },
  { name: 'fish', debian: 'fish', uses: 'runs the completion script' },
  { name: 'fuseiso', debian: 'fuseiso', uses: 'mounts our images' },
  {
    name: 'genisoimage',
    debian: 'genisoimage',
    uses: 'writes images that we read; is measured against',
  },
  { name: 'isoinfo', debian: 'genisoimage', uses: 'reads our images' },
  {
    name: 'nginx',
    debian: 'nginx-light',
    uses: 'is the shared cache, and the server to download from',
  },
  { name: 'openssl', debian: 'openssl', uses: 'makes certificates for servers and signatures' },
  { name: 'osslsigncode', debian: 'osslsigncode', uses: 'verifies signatures as we do' },
  { name: 'python3', debian: 'python3', uses: 'reads our zip archives' },
  {
    name: 'qemu-aarch64-static',
    debian: 'qemu-user-static libc6-arm64-cross libstdc++6-arm64-cross',
    uses: 'runs Node.js for arm64, in the complete run of the matrix',
    inFullRun: true,
  },
  {
    name: 'qemu-system-x86_64',
    debian: 'qemu-system-x86 linux-image-cloud-amd64 busybox-static',
    uses: 'boots a kernel that mounts our images',
  },
  { name: 'unzip', debian: 'unzip', uses: 'reads our zip archives' },
  { name: 'wine', debian: 'wine wine64', uses: "runs the guest's batch files" },
  { name: 'xorriso', debian: 'xorriso', uses: 'reads our images, and writes images that we read' },
  { name: 'zip', debian: 'zip', uses: 'writes archives that we read; is measured against' },
  { name: 'zsh', debian: 'zsh', uses: 'checks the completion script' },
];

module.exports = { PROGRAMS };
