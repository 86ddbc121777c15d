import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { isInstalled, run } from '../../foreign-program';
import type { ImageTree } from '../../image-tree';

/**
 * Linux in a virtual machine, emulated in software, for machines whose own kernel has no isofs or does not let it
 * mount: the kernel of Debian's package linux-image-cloud-amd64, with a file system in memory that holds BusyBox
 * and what it takes to mount an image.
 */

/** What the kernel loads, with all that these depend on. */
const MODULES = ['virtio_pci', 'virtio_blk', 'isofs', 'nls_utf8'];

const PACKAGES = 'Debian packages qemu-system-x86 linux-image-cloud-amd64 busybox-static';

/** In bytes: room for a line for each of a hundred thousand files. */
const REPORT_SIZE = 32 * 1024 * 1024;

/** Ends the report; without it the virtual machine has ended before its time. */
const END_OF_REPORT = 'end of report';

/** MiB of memory. The file system in memory and the tools take a tenth of it. */
const MEMORY = 512;

/** Why there is no virtual machine on this machine; nothing if there is one. */
export function whyNoVirtualMachine(): string | undefined {
  if (!isInstalled('qemu-system-x86_64')) return `QEMU is not installed (${PACKAGES})`;
  if (kernelRelease() === undefined) return `there is no kernel for QEMU (${PACKAGES})`;
  if (!isStaticBusyBox()) return `BusyBox is not installed (${PACKAGES})`;
  return undefined;
}

/**
 * Mounts an image in a virtual machine, and reads all that is in it.
 *
 * @param mountOptions Of the mount: `nojoliet`, for example.
 * @param work An empty directory.
 * @throws Error with what the kernel said, if it does not mount the image or fails to read it.
 */
export async function readInVirtualMachine(
  image: string,
  mountOptions: string,
  work: string,
): Promise<ImageTree> {
  const release = kernelRelease();
  if (release === undefined) throw new Error('there is no kernel');
  const files = join(work, 'files');
  const initialFileSystem = join(work, 'initramfs');
  writeInitialFiles(files, release, mountOptions);
  await run('sh', [
    '-c',
    'cd "$1" && find . | busybox cpio -o -H newc >"$2" 2>/dev/null',
    'sh',
    files,
    initialFileSystem,
  ]);
  const report = join(work, 'report');
  await run('truncate', ['-s', String(REPORT_SIZE), report]);
  const console = join(work, 'console');
  const options = [
    ['-nodefaults'],
    ['-no-reboot'],
    ['-machine', 'q35'],
    ['-display', 'none'],
    ['-m', String(MEMORY)],
    ['-kernel', `/boot/vmlinuz-${release}`],
    ['-initrd', initialFileSystem],
    ['-append', 'console=ttyS0 quiet panic=-1'],
    ['-serial', `file:${console}`],
    ['-drive', `file=${image},if=virtio,format=raw,readonly=on`],
    ['-drive', `file=${report},if=virtio,format=raw,cache=unsafe`],
  ];
  await run('qemu-system-x86_64', options.flat());
  const lines = (await readReport(report)).split('\n');
  if (!lines.includes(END_OF_REPORT)) {
    throw new Error(`the kernel did not read the image:\n${readFileSync(console, 'utf8')}`);
  }
  return {
    directories: lines.flatMap((line) => (line.startsWith('d ./') ? [line.slice(4)] : [])),
    files: lines.flatMap((line) =>
      line.startsWith('f ') ? [{ sha256: line.slice(2, 66), path: line.slice(70) }] : [],
    ),
  };
}

/** The newest cloud kernel that has its modules beside it. */
function kernelRelease(): string | undefined {
  if (!existsSync('/boot')) return undefined;
  return readdirSync('/boot')
    .filter((name) => /^vmlinuz-.*-cloud-amd64$/.test(name))
    .map((name) => name.slice('vmlinuz-'.length))
    .filter((release) => existsSync(`/lib/modules/${release}/modules.dep`))
    .toSorted()
    .at(-1);
}

function isStaticBusyBox(): boolean {
  const { status } = spawnSync('/bin/busybox', ['true']);
  return status === 0 && spawnSync('ldd', ['/bin/busybox']).status !== 0;
}

function writeInitialFiles(root: string, release: string, options: string): void {
  for (const directory of ['bin', 'dev', 'modules', 'image']) {
    mkdirSync(join(root, directory), { recursive: true });
  }
  cpSync('/bin/busybox', join(root, 'bin/busybox'), { dereference: true });
  const modules = modulesInOrder(release);
  for (const path of modules) {
    cpSync(join(`/lib/modules/${release}`, path), join(root, 'modules', basename(path)));
  }
  writeFileSync(
    join(root, 'init'),
    `#!/bin/busybox sh
/bin/busybox --install -s /bin
mount -t devtmpfs dev /dev
${modules.map((path) => `insmod /modules/${basename(path)}`).join('\n')}
mount -t iso9660 -o ro,${options} /dev/vda /image && cd /image && {
  find . -type d | sed 's/^/d /'
  find . -type f -print0 | xargs -0 -r sha256sum | sed 's/^/f /'
  echo '${END_OF_REPORT}'
} | dd of=/dev/vdb bs=1M conv=sync iflag=fullblock 2>/dev/null
sync
poweroff -f
`,
    { mode: 0o755 },
  );
}

/** Paths of the modules below the directory of the kernel's, each behind those that it depends on. */
function modulesInOrder(release: string): readonly string[] {
  const dependencies = new Map(
    readFileSync(`/lib/modules/${release}/modules.dep`, 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line): [string, readonly string[]] => {
        const [path = '', needed = ''] = line.split(':');
        return [path, needed.split(' ').filter((name) => name !== '')];
      }),
  );
  const ordered = new Set<string>();
  const add = (path: string): void => {
    // What a module needs directly comes last in its line, and what that needs before it.
    for (const needed of (dependencies.get(path) ?? []).toReversed()) ordered.add(needed);
    ordered.add(path);
  };
  for (const name of MODULES) {
    const path = [...dependencies.keys()].find((candidate) => basename(candidate) === `${name}.ko`);
    if (path !== undefined) add(path);
  }
  return [...ordered];
}

/** What the virtual machine wrote to its second disk, without the zeros behind it. */
async function readReport(path: string): Promise<string> {
  const file = await open(path);
  try {
    const { buffer } = await file.read(Buffer.alloc(REPORT_SIZE), 0, REPORT_SIZE, 0);
    const end = buffer.indexOf(0);
    return buffer.toString('utf8', 0, end === -1 ? undefined : end);
  } finally {
    await file.close();
  }
}
