import {
  appendFileSync,
  cpSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * One change to the inputs. Paths are relative to their root. An edit that changes nothing fails.
 */
export type Edit =
  | { readonly write: string; readonly text?: string; readonly hex?: string }
  | { readonly delete: string }
  | { readonly rename: string; readonly to: string }
  | { readonly copy: string; readonly to: string }
  | { readonly append: string; readonly text: string }
  /** Every occurrence. */
  | { readonly replace: string; readonly find: string; readonly by: string }
  | { readonly link: string; readonly to: string }
  /** Makes the file that large, without using the space on disk. */
  | { readonly resize: string; readonly bytes: number }
  /** A file whose name is these bytes. */
  | { readonly writeInto: string; readonly nameHex: string }
  /** Sets the value at a JSON pointer (`-` is after the last element), or removes it. */
  | { readonly json: string; readonly at: string; readonly value?: unknown };

/** Applies an edit to the inputs below a directory. */
export function applyEdit(root: string, edit: Edit): void {
  const at = (path: string): string => join(root, path);
  const room = (path: string): string => {
    mkdirSync(dirname(at(path)), { recursive: true });
    return at(path);
  };
  if ('write' in edit) {
    const contents = edit.hex === undefined ? (edit.text ?? '') : Buffer.from(edit.hex, 'hex');
    writeFileSync(room(edit.write), contents);
  } else if ('delete' in edit) {
    rmSync(at(edit.delete), { recursive: true });
  } else if ('rename' in edit) {
    renameSync(at(edit.rename), room(edit.to));
  } else if ('copy' in edit) {
    cpSync(at(edit.copy), room(edit.to), { recursive: true, errorOnExist: true, force: false });
  } else if ('append' in edit) {
    appendFileSync(at(edit.append), edit.text);
  } else if ('replace' in edit) {
    const before = readFileSync(at(edit.replace), 'utf8');
    if (!before.includes(edit.find)) throw new Error(`${edit.replace} does not hold ${edit.find}`);
    writeFileSync(
      at(edit.replace),
      before.replaceAll(edit.find, () => edit.by),
    );
  } else if ('link' in edit) {
    symlinkSync(edit.to, room(edit.link));
  } else if ('resize' in edit) {
    truncateSync(at(edit.resize), edit.bytes);
  } else if ('writeInto' in edit) {
    const name = Buffer.from(edit.nameHex, 'hex');
    writeFileSync(Buffer.concat([Buffer.from(`${at(edit.writeInto)}/`), name]), '');
  } else {
    editJson(at(edit.json), edit);
  }
}

function editJson(path: string, { at, value }: { readonly at: string; value?: unknown }): void {
  const document: unknown = JSON.parse(readFileSync(path, 'utf8'));
  const tokens = at.split('/').slice(1);
  const last = tokens.pop() ?? '';
  const parent = tokens.reduce((node, token) => (node as Record<string, unknown>)[token], document);
  if (Array.isArray(parent)) {
    const index = last === '-' ? parent.length : Number(last);
    parent.splice(index, 1, ...(value === undefined ? [] : [value]));
  } else if (value === undefined) {
    delete (parent as Record<string, unknown>)[last];
  } else {
    (parent as Record<string, unknown>)[last] = value;
  }
  writeFileSync(path, `${JSON.stringify(document, null, 2)}\n`);
}
