import { readFileSync } from 'node:fs';
import { CHECKOUT } from './workspace-copy';

/** An entry of `inputs` that says something besides a path. */
export interface DeclaredInput {
  readonly externalDependencies?: readonly string[];
}

/** A target of guest-tools, as project.json and the entries of nx.json for its executor declare it. */
export interface DeclaredTarget {
  readonly cache: boolean;
  /** What nx.json names before all else: the code that the task runs. */
  readonly code: readonly (string | DeclaredInput)[];
  readonly options: Readonly<Record<string, unknown>>;
  readonly configurations: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

interface ProjectTarget extends Partial<DeclaredTarget> {
  readonly executor: string;
}

/** An entry of `targetDefaults`; `...` in a list is what the entries before it give. */
interface TargetDefault {
  readonly filter: { readonly executor?: string };
  readonly cache?: boolean;
  readonly inputs?: readonly (string | DeclaredInput)[];
}

const { targets } = readJson('guest-tools/project.json') as {
  readonly targets: Readonly<Record<string, ProjectTarget>>;
};
const { targetDefaults } = readJson('nx.json') as {
  readonly targetDefaults: { readonly '*': readonly TargetDefault[] };
};

/** The tasks of guest-tools, in the order of a build. */
export const TASKS: readonly string[] = Object.keys(targets);

/** What is declared of a task of guest-tools. */
export function declaredTarget(task: string): DeclaredTarget {
  const { [task]: target } = targets;
  if (!target) throw new Error(`there is no task ${task}`);
  const ofExecutor = targetDefaults['*'].filter(
    ({ filter }) => filter.executor === target.executor,
  );
  return {
    cache: ofExecutor.find(({ cache }) => cache !== undefined)?.cache ?? true,
    code: (ofExecutor[0]?.inputs ?? []).filter((input) => input !== '...'),
    options: target.options ?? {},
    configurations: target.configurations ?? {},
  };
}

function readJson(path: string): unknown {
  return JSON.parse(readFileSync(`${CHECKOUT}/${path}`, 'utf8'));
}
