import { describe, expect, test } from '@jest/globals';
import { documentedCommands, OWN_WORKSPACE, sectionOf } from './documented-commands';

describe('the section that the proof runs', () => {
  const { commands, json } = documentedCommands(OWN_WORKSPACE.page, OWN_WORKSPACE.heading);

  test('begins with installing the plugin, and builds media', () => {
    expect(commands[0]).toBe('npx nx add @aero-guest-tools/nx');
    expect(commands.filter((line) => /^npx nx run \S+:package\b/.test(line))).not.toEqual([]);
    expect(commands.filter((line) => !line.startsWith('npx nx '))).toEqual([]);
  });

  test('shows what can be written by hand', () => {
    expect(json.map((text) => Object.keys(JSON.parse(text) as object))).toEqual([['media']]);
  });
});

describe('a section', () => {
  const page = [
    '# Page',
    '## One',
    'first',
    '```sh',
    '# Two',
    '```',
    '### Part',
    'more',
    '## Two',
    'second',
  ].join('\n');

  test('ends at the next heading of its level, and code has none', () => {
    expect(sectionOf(page, 'One')).toBe('first\n```sh\n# Two\n```\n### Part\nmore');
    expect(sectionOf(page, 'Two')).toBe('second');
  });

  test('that is not there, or twice', () => {
    expect(sectionOf(page, 'Three')).toBeUndefined();
    expect(sectionOf(`${page}\n## One\n`, 'One')).toBeUndefined();
  });
});
