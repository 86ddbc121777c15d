import { malformed } from './iso9660-error';
import { entryData, unfinishedEntry, type SystemUseEntry } from './system-use-entry';
import { decodeText } from './text';

const ENTRY_CONTINUES = 0x01;

const COMPONENT_CONTINUES = 0x01;
const COMPONENT_IS_SELF = 0x02;
const COMPONENT_IS_PARENT = 0x04;
const COMPONENT_IS_ROOT = 0x08;

/** A component record of an entry SL (RRIP 1.12, 4.1.3.1), or, if it continues, a part of it. */
interface Component {
  readonly text: Buffer;
  readonly isRoot: boolean;
  readonly continues: boolean;
}

/**
 * The target in the entries SL of a directory record (RRIP 1.12, 4.1.3), `undefined` if there are
 * none. It is shown to the user and never followed.
 *
 * @throws Iso9660Error if a component runs past its entry or the target is incomplete.
 */
export function parseLinkTarget(entries: readonly SystemUseEntry[]): string | undefined {
  const components: Component[] = [];
  for (const entry of entries) {
    components.push(...parseComponents(entry));
    if ((entryData(entry, 1).readUInt8(0) & ENTRY_CONTINUES) === 0) {
      if (components.at(-1)?.continues === true) throw unfinishedEntry(entry, 'link target');
      return joinComponents(components);
    }
  }
  const last = entries.at(-1);
  if (last === undefined) return undefined;
  throw unfinishedEntry(last, 'link target');
}

function parseComponents(entry: SystemUseEntry): Component[] {
  const data = entryData(entry, 1);
  const components: Component[] = [];
  let offset = 1;
  while (offset < data.length) {
    const flags = data.readUInt8(offset);
    const end = offset + 2 + (data[offset + 1] ?? 0);
    if (end > data.length) {
      throw malformed(entry.place, 'a component of a link target runs past its entry', {
        found: `${String(end - offset)} bytes`,
        expected: `at most ${String(data.length - offset)} bytes`,
      });
    }
    components.push({
      text: componentText(flags, data.subarray(offset + 2, end)),
      isRoot: (flags & COMPONENT_IS_ROOT) !== 0,
      continues: (flags & COMPONENT_CONTINUES) !== 0,
    });
    offset = end;
  }
  return components;
}

function componentText(flags: number, content: Buffer): Buffer {
  if ((flags & COMPONENT_IS_SELF) !== 0) return Buffer.from('.');
  if ((flags & COMPONENT_IS_PARENT) !== 0) return Buffer.from('..');
  return content;
}

function joinComponents(components: readonly Component[]): string {
  const parts = components.flatMap(({ text, isRoot, continues }, index) => {
    const isLast = index === components.length - 1;
    return isRoot || (!continues && !isLast) ? [text, Buffer.from('/')] : [text];
  });
  return decodeText(Buffer.concat(parts));
}
