/** The exit statuses of a program (packager rules, 10. Command lines). */
export const ExitStatus = {
  success: 0,
  /** Input was refused, by the packager or by the operating system. */
  refused: 1,
  /** A program that compares has found a difference. */
  different: 1,
  /** The command line is wrong: an option is unknown, missing or without its value. */
  usage: 2,
  /** Input was refused by a program that compares, for which 1 means a difference. */
  refusedToCompare: 3,
  /** A defect of the program: `EX_SOFTWARE` of sysexits.h, which no shell uses for anything else. */
  defect: 70,
} as const;

export type ExitStatus = (typeof ExitStatus)[keyof typeof ExitStatus];
