const MARKS = ['_', '$'];

/**
 * The possible names, in lower case, of a file that a catalog lists: its own, and those of the
 * compressed file, whose mark replaces the last character or follows it, as in `demo.sy_`
 * ("SetupGetFileCompressionInfo function").
 */
export function storedNames(member: string): readonly string[] {
  const name = member.toLowerCase();
  return [name, ...MARKS.flatMap((mark) => [name.slice(0, -1) + mark, name + mark])];
}
