import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

/** A node as it comes from the process that parses. */
export interface PrintedNode {
  readonly type: string;
  /** Offsets in the text of the script, which is ASCII. */
  readonly start: number;
  readonly end: number;
  /** From 1. */
  readonly line: number;
  readonly children: readonly PrintedNode[];
}

/**
 * A node of the syntax tree of a script, as tree-sitter's grammar of PowerShell names it. A level of
 * operators without an operator is left out, and so is what the grammar only needs for itself.
 */
export interface SyntaxNode extends PrintedNode {
  readonly text: string;
  readonly children: readonly SyntaxNode[];
}

/**
 * Without it V8 goes on to optimise the WebAssembly of the parser, which takes longer than all that it is
 * used for, and the process does not end before.
 */
const BASELINE_COMPILER = '--liftoff-only';

const MAXIMUM_OUTPUT = 512 * 1024 * 1024;

/**
 * The syntax trees of scripts. They are parsed in a process of their own, since the parser loads its
 * WebAssembly by import(), which Jest does not do.
 *
 * @throws Error if a script is not PowerShell, with line and column.
 */
export function parseScripts(scripts: readonly string[]): readonly SyntaxNode[] {
  // Compiled, also where Jest runs this file from its source.
  const program = join(__dirname, '../dist/print-syntax-tree.js');
  const { status, stdout, stderr, error } = spawnSync(
    process.execPath,
    [BASELINE_COMPILER, program],
    {
      input: JSON.stringify(scripts),
      encoding: 'utf8',
      maxBuffer: MAXIMUM_OUTPUT,
    },
  );
  if (error) throw error;
  if (status !== 0) throw new Error(stderr);
  const trees = JSON.parse(stdout) as readonly PrintedNode[];
  return trees.map((tree, index) => withText(tree, scripts[index] ?? ''));
}

function withText(node: PrintedNode, script: string): SyntaxNode {
  return {
    ...node,
    text: script.slice(node.start, node.end),
    children: node.children.map((child) => withText(child, script)),
  };
}
