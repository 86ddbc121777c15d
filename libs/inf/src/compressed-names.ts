/**
 * The names under which a file may be stored compressed, in the order in which Setup looks for them where it does not
 * find the file itself: `demo.sy_` and `demo.sy$` for `demo.sys`, `a.c_` for `a.c`, and `a._` for `a`.
 *
 * Source of the rule: "SetupGetFileCompressionInfo function", SourceFileName.
 */
export function compressedNames(file: string): readonly string[] {
  const name = file.slice(file.lastIndexOf('/') + 1);
  const extension = name.length - name.lastIndexOf('.') - 1;
  const stem = !name.includes('.') ? `${file}.` : extension < 3 ? file : file.slice(0, -1);
  return [`${stem}_`, `${stem}$`];
}
