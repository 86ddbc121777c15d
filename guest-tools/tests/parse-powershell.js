// Prints the places of a PowerShell script that its grammar does not take, one a line:
//   node parse-powershell.js verify.ps1
// A program of its own, since the parser loads its WebAssembly by import(), which Jest does not do.
const { readFileSync } = require('node:fs');
const { dirname, join } = require('node:path');
const { Language, Parser } = require('@vscode/tree-sitter-wasm');

async function main([script]) {
  const directory = dirname(require.resolve('@vscode/tree-sitter-wasm'));
  await Parser.init({ locateFile: (name) => join(directory, name) });
  const parser = new Parser();
  parser.setLanguage(
    await Language.load(readFileSync(join(directory, 'tree-sitter-powershell.wasm'))),
  );
  printErrors(parser.parse(readFileSync(script, 'latin1')).rootNode);
}

function printErrors(node) {
  if (node.isError || node.isMissing) {
    const { row, column } = node.startPosition;
    console.log(`${row + 1}:${column + 1}: ${node.isMissing ? 'missing ' : ''}${node.type}`);
  }
  node.children.forEach(printErrors);
}

main(process.argv.slice(2)).catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
