import { createHash } from 'node:crypto';
import { NetException, UnknownConstruct } from '../errors';
import { NetObject, NOTHING, toText, type NetTypeMembers, type Value } from '../values';
import type { FileSystem } from './file-system';
import type { WindowsState } from './windows-state';

/** A stream of a file, which knows its bytes. */
export class FileStream extends NetObject {
  constructor(readonly content: Uint8Array) {
    super('System.IO.FileStream', { methods: { Close: () => NOTHING } });
  }
}

const NAMESPACE = 'System.Security.Cryptography';

/**
 * Implementations of SHA-256. SHA256Managed throws where FIPS 140 is enforced; the others are in System.Core
 * of .NET 3.5, which a script has to load.
 */
export function hashAlgorithms(
  state: WindowsState,
  isLoaded: (assembly: string) => boolean,
): Readonly<Record<string, NetTypeMembers>> {
  const algorithm = (name: string) =>
    new NetObject(`${NAMESPACE}.${name}`, {
      methods: {
        ComputeHash: (stream = null) => {
          if (!(stream instanceof FileStream)) throw new UnknownConstruct('a hash of no file');
          return new Uint8Array(createHash('sha256').update(stream.content).digest());
        },
      },
    });
  const ofSystemCore = (name: string) => (): Value => {
    if (isLoaded('System.Core')) return algorithm(name);
    throw new NetException(
      'System.Management.Automation.PSArgumentException',
      `Cannot find type [${NAMESPACE}.${name}]: make sure the assembly containing this type is loaded.`,
    );
  };
  return {
    [`${NAMESPACE}.SHA256CryptoServiceProvider`]: {
      create: ofSystemCore('SHA256CryptoServiceProvider'),
    },
    [`${NAMESPACE}.SHA256Cng`]: { create: ofSystemCore('SHA256Cng') },
    [`${NAMESPACE}.SHA256Managed`]: {
      create: () => {
        if (!state.fips) return algorithm('SHA256Managed');
        throw new NetException(
          'System.InvalidOperationException',
          'This implementation is not part of the Windows Platform FIPS validated cryptographic algorithms.',
        );
      },
    },
  };
}

/** Certificate files, and the stores of the computer. */
export function certificateTypes(
  state: WindowsState,
  files: FileSystem,
): Readonly<Record<string, NetTypeMembers>> {
  const namespace = `${NAMESPACE}.X509Certificates`;
  return {
    [`${namespace}.X509Certificate2Collection`]: {
      create: () => {
        const items: Value[] = [];
        return new NetObject(`${namespace}.X509Certificate2Collection`, {
          items,
          methods: {
            Import: (path = null) => {
              const { certificates } = files.read(toText(path));
              if (!certificates) {
                throw new NetException(
                  `${NAMESPACE}.CryptographicException`,
                  'Cannot find the requested object.\r\n',
                );
              }
              items.push(
                ...certificates.map(
                  ({ subject, thumbprint }) =>
                    new NetObject(`${namespace}.X509Certificate2`, {
                      properties: { Subject: () => subject, Thumbprint: () => thumbprint },
                    }),
                ),
              );
              return NOTHING;
            },
          },
        });
      },
    },
    [`${namespace}.X509Store`]: {
      create: (name = null, location = null) => {
        if (toText(location) !== 'LocalMachine') throw new UnknownConstruct('a store of the user');
        return certificateStore(state.certificateStores[toText(name)] ?? []);
      },
    },
  };
}

function certificateStore(thumbprints: readonly string[]): NetObject {
  let open = false;
  const find = (by: Value = null, value: Value = null, validOnly: Value = null) => {
    if (toText(by) !== 'FindByThumbprint' || validOnly !== false) {
      throw new UnknownConstruct(`a search by ${toText(by)}`);
    }
    const found = thumbprints.filter((item) => item === toText(value).toUpperCase());
    return new NetObject('X509Certificate2Collection', {
      properties: { Count: () => found.length },
      items: found,
    });
  };
  return new NetObject(`${NAMESPACE}.X509Certificates.X509Store`, {
    properties: {
      Certificates: () =>
        new NetObject('X509Certificate2Collection', open ? { methods: { Find: find } } : {}),
    },
    methods: {
      Open: (flags = null) => {
        if (toText(flags) !== 'ReadOnly') throw new UnknownConstruct('a store that is changed');
        open = true;
        return NOTHING;
      },
      Close: () => {
        open = false;
        return NOTHING;
      },
    },
  });
}
