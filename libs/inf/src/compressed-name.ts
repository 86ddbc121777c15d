/**
 * What a source file is called where it is stored compressed: `demo.sy_` for `demo.sys`. An
 * underscore takes the place of the last character of an extension of three, or follows a shorter one.
 * Windows decompresses such a file as it copies it.
 *
 * Source of the rule: "INF CopyFiles Directive" (COPYFLG_NODECOMP); the option `/r` of the programs
 * `compress` and `expand`, "rename".
 *
 * @param file A file name, or a path with `/`.
 */
export function compressedName(file: string): string {
  const extension = /\.[^./]*$/.exec(file)?.[0];
  if (extension === undefined) return `${file}._`;
  return extension.length > 3 ? `${file.slice(0, -1)}_` : `${file}_`;
}
