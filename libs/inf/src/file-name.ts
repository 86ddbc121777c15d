/** The file name at the end of a Windows path. */
export function baseName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('\\'), path.lastIndexOf('/')) + 1);
}

/** The file name in a command line: the binary of a Win32 service may have arguments. */
export function programName(commandLine: string): string {
  const end = /\.(?:sys|exe|dll)(?=\s|$)/i.exec(commandLine);
  return baseName(end ? commandLine.slice(0, end.index + end[0].length) : commandLine);
}
