import { convert } from './conversion';
import type { NetType, Value } from './values';

interface Variable {
  value: Value;
  /** Of a typed parameter: every later value is converted, too. */
  readonly type?: NetType | undefined;
}

/**
 * The variables of a function, script block or script. What is not there is looked for in the scopes
 * of the callers (Language Specification 3.0, 3.5: dynamic scoping); an assignment stays here.
 */
export class Scope {
  private readonly variables = new Map<string, Variable>();

  constructor(private readonly parent?: Scope) {}

  /** Undefined where no scope has the variable. */
  find(name: string): Value | undefined {
    const variable = this.variables.get(name.toLowerCase());
    return variable ? variable.value : this.parent?.find(name);
  }

  set(name: string, value: Value): void {
    const type = this.variables.get(name.toLowerCase())?.type;
    this.variables.set(name.toLowerCase(), { value: type ? convert(value, type) : value, type });
  }

  declare(name: string, value: Value, type: NetType | undefined): void {
    this.variables.set(name.toLowerCase(), { value, type });
  }
}
