const MARKS = ['_', '$'];

/**
 * The names under which a file that a catalog names may stand in a driver, in lower case: its own, and those of the file
 * stored compressed, whose mark takes the place of the last character or comes behind it, as in `demo.sy_`
 * ("SetupGetFileCompressionInfo function").
 */
export function storedNames(member: string): readonly string[] {
  const name = member.toLowerCase();
  return [name, ...MARKS.flatMap((mark) => [name.slice(0, -1) + mark, name + mark])];
}
