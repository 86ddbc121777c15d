import { type NameSpace } from './name-space';

/**
 * Names a directory's entries in the Joliet hierarchy: their own names in UCS-2. No version number
 * is recorded: no reader needs one, and the longest names leave no room for it.
 */
export const jolietNameSpace: NameSpace = {
  characterLength: 2,
  nameEntries: (entries) =>
    entries.map((entry) => {
      const dot = entry.kind === 'file' ? entry.name.lastIndexOf('.') : -1;
      return {
        entry,
        name: dot === -1 ? entry.name : entry.name.slice(0, dot),
        extension: dot === -1 ? '' : entry.name.slice(dot + 1),
        identifier: entry.name,
      };
    }),
};
