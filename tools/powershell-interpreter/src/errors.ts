import type { SyntaxNode } from './syntax-tree';

/**
 * A construct, command, parameter, type or member that PowerShell 2.0 does not have or that the
 * interpreter does not know. No script catches it: what is not known is never passed over.
 */
export class UnknownConstruct extends Error {
  override readonly name = 'UnknownConstruct';
  /** Of the script, from 1; 0 until a statement has told it. */
  line = 0;

  at(node: SyntaxNode): this {
    if (this.line === 0) {
      this.line = node.line;
      this.message = `line ${String(node.line)}: ${this.message}`;
    }
    return this;
  }
}

/** An exception of .NET, as a method or constructor throws it. */
export class NetException extends Error {
  override readonly name = 'NetException';

  /** @param typeName With its namespace: `System.IO.FileNotFoundException`. */
  constructor(
    readonly typeName: string,
    message: string,
  ) {
    super(message);
  }
}

/** A terminating error, which `try` of a script catches. */
export class TerminatingError extends Error {
  override readonly name = 'TerminatingError';

  constructor(
    readonly typeName: string,
    message: string,
  ) {
    super(message);
  }
}

/** `exit` with its code. */
export class ExitSignal {
  constructor(readonly code: number) {}
}

/**
 * `continue` and `break` of the innermost loop, and `return` from the innermost function or script block, which has
 * written its value to the output before.
 */
export class JumpSignal {
  constructor(readonly kind: 'continue' | 'break' | 'return') {}
}
