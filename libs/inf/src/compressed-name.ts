/** In the order in which Setup looks for them. */
const MARKS = ['_', '$'];

/**
 * The possible names of a compressed source file: `demo.sy_` or `demo.sy$` for `demo.sys`. The mark
 * replaces the last character of an extension of three, or follows a shorter one. Windows
 * decompresses such a file as it copies it.
 *
 * Source of the rule: "INF CopyFiles Directive" (COPYFLG_NODECOMP); the option `/r` of the programs
 * `compress` and `expand`, "rename"; "SetupGetFileCompressionInfo function" on the dollar sign.
 *
 * @param file A file name, or a path with `/`.
 */
export function compressedNames(file: string): readonly string[] {
  const extension = /\.[^./]*$/.exec(file)?.[0];
  const stem =
    extension === undefined ? `${file}.` : extension.length > 3 ? file.slice(0, -1) : file;
  return MARKS.map((mark) => stem + mark);
}
