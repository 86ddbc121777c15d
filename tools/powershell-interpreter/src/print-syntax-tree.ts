/** Reads scripts, a JSON array of strings, from stdin, and prints their syntax trees as JSON. */
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Language, Parser, type Node } from '@vscode/tree-sitter-wasm';
import type { PrintedNode } from './syntax-tree';

/** Levels of operators, which the grammar nests in each other whether there is an operator or not. */
const OPERATOR_LEVELS =
  /^(?:logical|bitwise|comparison|additive|multiplicative|format|range|array_literal|unary)_(?:argument_)?expression$/u;

/** What stands around one node and says nothing more. */
const WRAPPERS = new Set(['pipeline_chain', 'argument_expression']);

const LEFT_OUT = new Set(['comment', 'command_argument_sep', 'empty_statement']);

function treeOf(node: Node): PrintedNode {
  if (node.isError || node.isMissing) {
    const { row, column } = node.startPosition;
    throw new Error(`${String(row + 1)}:${String(column + 1)}: not PowerShell: ${node.text}`);
  }
  const children = node.children.flatMap((child) =>
    child === null || LEFT_OUT.has(child.type) ? [] : [child],
  );
  const [only] = children;
  if (
    only &&
    children.length === 1 &&
    (OPERATOR_LEVELS.test(node.type) || WRAPPERS.has(node.type))
  ) {
    return treeOf(only);
  }
  return {
    type: node.type.replace('_argument_expression', '_expression'),
    start: node.startIndex,
    end: node.endIndex,
    line: node.startPosition.row + 1,
    children: children.map((child) => treeOf(child)),
  };
}

async function main(): Promise<void> {
  const directory = join(dirname(require.resolve('@vscode/tree-sitter-wasm/package.json')), 'wasm');
  await Parser.init({ locateFile: (name: string) => join(directory, name) });
  const grammar = readFileSync(join(directory, 'tree-sitter-powershell.wasm'));
  const parser = new Parser();
  parser.setLanguage(await Language.load(grammar));
  const scripts = JSON.parse(readFileSync(0, 'utf8')) as readonly string[];
  const trees = scripts.map((script) => {
    const tree = parser.parse(script);
    if (!tree) throw new Error('the parser gave no tree');
    return treeOf(tree.rootNode);
  });
  process.stdout.write(JSON.stringify(trees));
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
});
