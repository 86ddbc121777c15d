import type { FaultTable } from '../fault.fixture';

const TOOLS = 'guest-tools/tools';

export const includedFilesFaults: FaultTable = {
  rules: 'rules 4: what is included',
  faults: [
    {
      name: 'a private key beside a driver',
      edits: [{ write: 'drivers/x86/balloon/signing.pfx' }],
      says: ['drivers/x86/balloon/signing.pfx', 'private keys', '"signing.pfx"'],
    },
    {
      name: 'a private key in a hidden place of a driver',
      edits: [{ write: 'drivers/amd64/balloon/.git/id.PEM' }],
      says: ['drivers/amd64/balloon/.git/id.PEM', 'private keys'],
    },
    {
      name: 'a private key beside the architectures',
      edits: [{ write: 'drivers/certs/root.p12' }],
      says: ['drivers/certs/root.p12', 'private keys'],
    },
    {
      name: 'a private key in config/',
      edits: [{ write: 'guest-tools/config/vpn.ppk' }],
      says: ['guest-tools/config/vpn.ppk', 'private keys'],
    },
    {
      name: 'a private key in certs/',
      edits: [{ write: 'guest-tools/certs/test.pvk' }],
      says: ['guest-tools/certs/test.pvk', 'private keys'],
    },
    {
      name: 'a private key in licenses/',
      edits: [{ write: 'guest-tools/licenses/a/b/store.jks' }],
      says: ['guest-tools/licenses/a/b/store.jks', 'private keys'],
    },
    {
      name: 'a private key in tools/',
      edits: [{ write: `${TOOLS}/strong-name.snk` }],
      says: [`${TOOLS}/strong-name.snk`, 'private keys'],
    },
    {
      name: 'a private key in a hidden place of tools/',
      edits: [{ write: `${TOOLS}/__MACOSX/.ssh/id.key` }],
      says: [`${TOOLS}/__MACOSX/.ssh/id.key`, 'private keys'],
    },
    {
      name: 'a symbolic link to a file of a driver',
      edits: [{ link: 'drivers/x86/balloon/same.sys', to: 'balloon.sys' }],
      says: ['drivers/x86/balloon/same.sys', 'symbolic links and junctions are refused'],
    },
    {
      name: 'a symbolic link to a directory of drivers',
      edits: [{ link: 'drivers/win32', to: 'x86' }],
      says: ['drivers/win32', 'symbolic links and junctions are refused'],
    },
    {
      name: 'a broken symbolic link in a hidden place',
      edits: [{ link: 'drivers/x86/.cache/gone', to: 'nowhere' }],
      says: ['drivers/x86/.cache/gone', 'symbolic links and junctions are refused'],
    },
    {
      name: 'symbolic links in config/',
      edits: [{ link: 'guest-tools/config/hosts', to: '/etc/hosts' }],
      says: ['guest-tools/config/hosts', 'symbolic links and junctions are refused'],
    },
    {
      name: 'symbolic links in certs/',
      edits: [{ link: 'guest-tools/certs/other.cer', to: 'test.cer' }],
      says: ['guest-tools/certs/other.cer', 'symbolic links and junctions are refused'],
    },
    {
      name: 'symbolic links in licenses/',
      edits: [{ link: 'guest-tools/licenses/all', to: '../..' }],
      says: ['guest-tools/licenses/all', 'symbolic links and junctions are refused'],
    },
    {
      name: 'symbolic links in tools/',
      edits: [{ link: `${TOOLS}/latest.exe`, to: 'probe.exe' }],
      says: [`${TOOLS}/latest.exe`, 'symbolic links and junctions are refused'],
    },
    {
      name: 'a symbolic link in place of licenses/',
      edits: [
        { delete: 'guest-tools/licenses' },
        { link: 'guest-tools/licenses', to: '../drivers' },
      ],
      says: ['guest-tools/licenses: symbolic links and junctions are refused'],
    },
    {
      name: 'a symbolic link instead of a script',
      edits: [
        { rename: 'guest-tools/setup.cmd', to: 'guest-tools/install.cmd' },
        { link: 'guest-tools/setup.cmd', to: 'install.cmd' },
      ],
      says: ['guest-tools/setup.cmd', 'expected: a regular file'],
    },
    {
      name: 'a file name that is not UTF-8',
      edits: [{ writeInto: 'drivers/x86/balloon', nameHex: '6d656d6f7279e42e747874' }],
      says: ['drivers/x86/balloon', 'not valid UTF-8', '6d656d6f7279e42e747874'],
    },
    {
      name: 'there is no guest-tools directory',
      options: { '--guest-tools-dir': 'specs' },
      says: ['specs/setup.cmd: the guest-tools directory is not complete', 'specs/config'],
    },
    ...[
      'setup.cmd',
      'uninstall.cmd',
      'verify.cmd',
      'verify.ps1',
      'README.md',
      'THIRD_PARTY_NOTICES.md',
    ].map((name) => ({
      name: `${name} is missing`,
      edits: [{ delete: `guest-tools/${name}` }],
      says: [`guest-tools/${name}: the guest-tools directory is not complete`],
    })),
    {
      name: 'config/ is missing',
      edits: [{ delete: 'guest-tools/config' }],
      says: ['guest-tools/config: the guest-tools directory is not complete', 'a directory'],
    },
    {
      name: 'a file instead of config/',
      edits: [{ delete: 'guest-tools/config' }, { write: 'guest-tools/config' }],
      says: ['guest-tools/config: the guest-tools directory is not complete', 'a directory'],
    },
    {
      name: 'no certificate with the default signing policy',
      edits: [{ delete: 'guest-tools/certs/test.cer' }],
      says: ['guest-tools/certs: signing policy "test" needs the certificate', 'no certificate'],
    },
    {
      name: 'a certificate with signing policy production',
      options: { '--signing-policy': 'whql' },
      says: ['guest-tools/certs: signing policy "production" does not allow', '"test.cer"'],
    },
    {
      name: 'a certificate with signing policy none',
      environment: { AERO_GUEST_TOOLS_SIGNING_POLICY: 'nointegritychecks' },
      says: ['guest-tools/certs: signing policy "none" does not allow', '"test.cer"'],
    },
    {
      name: 'something else in certs/',
      edits: [{ write: 'guest-tools/certs/notes.txt' }],
      says: ['guest-tools/certs/notes.txt', 'only certificates belong in certs/', '*.p7b'],
    },
  ],
};
