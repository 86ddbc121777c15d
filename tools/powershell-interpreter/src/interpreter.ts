import { convert, numberOf, asNumber } from './conversion';
import { ExitSignal, JumpSignal, NetException, TerminatingError, UnknownConstruct } from './errors';
import { expandString, verbatimString } from './expandable-string';
import type { Cmdlet, Host, PowerShellVersion } from './host';
import {
  elementAt,
  memberOf,
  invoke,
  invokeStatic,
  setElement,
  setMember,
  staticMember,
} from './members';
import { arithmetic, compare } from './operators';
import { Scope } from './scope';
import type { SyntaxNode } from './syntax-tree';
import {
  elementsOf,
  Hashtable,
  isTrue,
  NetObject,
  type NetType,
  NOTHING,
  ScriptBlock,
  toText,
  typeNameOf,
  type Value,
  type Output,
} from './values';

interface Parameter {
  readonly name: string;
  readonly type: NetType | undefined;
  readonly defaultValue: SyntaxNode | undefined;
}

interface FunctionDefinition {
  readonly name: string;
  readonly parameters: readonly Parameter[];
  readonly body: SyntaxNode | undefined;
}

interface CommandArgument {
  /** `-Name`, without the dash; undefined of a value. */
  readonly name?: string;
  readonly value?: Value;
}

/**
 * Variables that PowerShell sets itself ("about_Automatic_Variables"): to assign to one is an error or changes
 * something else than is meant.
 */
const AUTOMATIC_VARIABLES = new Set(
  'args error event executioncontext false foreach home host input lastexitcode matches myinvocation null ofs pid profile pscmdlet pshome psculture psversiontable pwd sender shellid this true'.split(
    ' ',
  ),
);

/**
 * Runs a script as PowerShell does, over a host: "Windows PowerShell Language Specification, version 3.0",
 * without what 3.0 has added. What it does not know is an {@link UnknownConstruct}, and so is a variable that
 * was never set, which PowerShell takes for $null.
 */
export class Interpreter {
  private readonly functions = new Map<string, FunctionDefinition>();
  private readonly global = new Scope();
  private readonly script = new Scope(this.global);
  private readonly executed = new Set<number>();

  constructor(
    private readonly host: Host,
    private readonly version: PowerShellVersion,
  ) {
    this.global.set('ErrorActionPreference', 'Continue');
    for (const [name, value] of host.automaticVariables) this.global.set(name, value);
  }

  /** The lines, from 1, on which a statement began that was run. */
  get executedLines(): ReadonlySet<number> {
    return this.executed;
  }

  /** @returns The code of `exit`, or 0. */
  run(program: SyntaxNode, scriptArguments: readonly string[]): number {
    const list = child(child(program, 'param_block'), 'parameter_list');
    const given = scriptArguments.map((text): CommandArgument => {
      return /^-[A-Za-z]/u.test(text) ? { name: text.slice(1) } : { value: text };
    });
    const rest = this.bind(this.parametersOf(list), given, this.script);
    this.script.set('args', rest);
    try {
      this.statements(child(program, 'statement_list'), this.script, []);
    } catch (error) {
      if (error instanceof ExitSignal) return error.code;
      if (isJump(error, 'continue') || isJump(error, 'break')) {
        throw new UnknownConstruct('continue or break outside of a loop');
      }
      if (!isJump(error, 'return')) throw error;
    }
    return 0;
  }

  // -------------------------------------------------------------------------------------------
  // Statements (Language Specification 3.0, 8)

  private statements(list: SyntaxNode | undefined, scope: Scope, output: Output): void {
    for (const node of list?.children ?? []) {
      this.executed.add(node.line);
      try {
        this.statement(node, scope, output);
      } catch (error) {
        throw error instanceof UnknownConstruct ? error.at(node) : error;
      }
    }
  }

  private block(node: SyntaxNode, scope: Scope, output: Output): void {
    this.statements(child(node, 'statement_list'), scope, output);
  }

  private statement(node: SyntaxNode, scope: Scope, output: Output): void {
    switch (node.type) {
      case 'pipeline':
        return this.pipelineStatement(only(node), scope, output);
      case 'if_statement':
        return this.ifStatement(node, scope, output);
      case 'foreach_statement':
        return this.foreachStatement(node, scope, output);
      case 'try_statement':
        return this.tryStatement(node, scope, output);
      case 'flow_control_statement':
        return this.flowControl(node, scope, output);
      case 'function_statement':
        return this.defineFunction(node);
      default:
        throw unknownNode(node);
    }
  }

  /** What a pipeline gives is written to the output, element by element (8.2). */
  private pipelineStatement(node: SyntaxNode, scope: Scope, output: Output): void {
    if (node.type === 'assignment_expression') return this.assignment(node, scope);
    if (node.type === 'command') return this.command(node, scope, output);
    if (node.type === 'post_increment_expression') {
      this.increment(node, scope);
      return;
    }
    output.push(...elementsOf(this.evaluate(node, scope)));
  }

  private ifStatement(node: SyntaxNode, scope: Scope, output: Output): void {
    const clauses = [node, ...(child(node, 'elseif_clauses')?.children ?? [])];
    for (const clause of clauses) {
      if (isTrue(this.pipelineValue(required(clause, 'pipeline'), scope))) {
        return this.block(required(clause, 'statement_block'), scope, output);
      }
    }
    const otherwise = child(node, 'else_clause');
    if (otherwise) this.block(required(otherwise, 'statement_block'), scope, output);
  }

  private foreachStatement(node: SyntaxNode, scope: Scope, output: Output): void {
    const { name } = variableName(required(node, 'variable'));
    refuseAutomatic(name);
    const collection = this.pipelineValue(required(node, 'pipeline'), scope);
    if (collection === NOTHING) throw new UnknownConstruct('foreach over a command without output');
    // "foreach" over $null ran once before PowerShell 3.0 ("What's New in Windows PowerShell").
    const none = collection === null && this.version !== '2.0';
    for (const element of none ? [] : elementsOf(collection)) {
      scope.set(name, element);
      try {
        this.block(required(node, 'statement_block'), scope, output);
      } catch (error) {
        if (isJump(error, 'break')) break;
        if (!isJump(error, 'continue')) throw error;
      }
    }
  }

  private tryStatement(node: SyntaxNode, scope: Scope, output: Output): void {
    try {
      this.block(required(node, 'statement_block'), scope, output);
    } catch (error) {
      const clauses = child(node, 'catch_clauses');
      if (!(error instanceof TerminatingError) || !clauses) throw error;
      this.catchClause(only(clauses), error, scope, output);
    } finally {
      const clause = child(node, 'finally_clause');
      if (clause) this.block(required(clause, 'statement_block'), scope, output);
    }
  }

  private catchClause(
    node: SyntaxNode,
    error: TerminatingError,
    scope: Scope,
    output: Output,
  ): void {
    if (child(node, 'catch_type_list')) throw new UnknownConstruct('catch of a type');
    const before = scope.find('_');
    scope.set('_', errorRecord(error));
    try {
      this.block(required(node, 'statement_block'), scope, output);
    } finally {
      if (before !== undefined) scope.set('_', before);
    }
  }

  private flowControl(node: SyntaxNode, scope: Scope, output: Output): never {
    const keyword = node.children[0]?.type ?? '';
    const pipeline = child(node, 'pipeline');
    switch (keyword) {
      case 'return':
        if (pipeline) this.pipelineStatement(only(pipeline), scope, output);
        throw new JumpSignal('return');
      case 'exit':
        throw new ExitSignal(pipeline ? (asNumber(this.pipelineValue(pipeline, scope)) ?? 0) : 0);
      case 'throw':
        if (!pipeline) throw new UnknownConstruct('throw without a value');
        throw new TerminatingError(
          'System.Management.Automation.RuntimeException',
          toText(this.pipelineValue(pipeline, scope)),
        );
      case 'continue':
      case 'break':
        throw new JumpSignal(keyword);
      default:
        throw unknownNode(node);
    }
  }

  private defineFunction(node: SyntaxNode): void {
    const name = required(node, 'function_name').text;
    const list = child(child(node, 'function_parameter_declaration'), 'parameter_list');
    const scriptBlock = child(node, 'script_block');
    if (child(scriptBlock, 'param_block')) throw new UnknownConstruct('param() in a function');
    this.functions.set(name.toLowerCase(), {
      name,
      parameters: this.parametersOf(list),
      body: scriptBlock && statementsOf(scriptBlock),
    });
  }

  private parametersOf(list: SyntaxNode | undefined): readonly Parameter[] {
    return (list?.children ?? [])
      .filter(({ type }) => type === 'script_parameter')
      .map((node) => {
        const attributes = child(node, 'attribute_list')?.children ?? [];
        const [attribute] = attributes;
        if (attributes.length > 1) throw new UnknownConstruct(`attributes ${node.text}`);
        const value = child(node, 'script_parameter_default');
        const { name } = variableName(required(node, 'variable'));
        refuseAutomatic(name);
        return {
          name,
          type: attribute && this.typeLiteral(only(attribute)),
          defaultValue: value?.children[1],
        };
      });
  }

  // -------------------------------------------------------------------------------------------
  // Commands

  private command(node: SyntaxNode, scope: Scope, output: Output): void {
    const elements = child(node, 'command_elements')?.children ?? [];
    const given = elements.filter(({ type }) => type !== 'redirection');
    const redirections = elements.filter(({ type }) => type === 'redirection');
    const merges = redirections.some(({ text }) => text === '2>&1');
    if (redirections.length > 1 || (redirections.length === 1 && !merges)) {
      throw new UnknownConstruct(
        `the redirection ${redirections.map(({ text }) => text).join(' ')}`,
      );
    }
    const operator = child(node, 'command_invokation_operator');
    if (operator) {
      if (operator.text !== '&') throw new UnknownConstruct(`the operator ${operator.text}`);
      const target = this.evaluate(only(only(required(node, 'command_name_expr'))), scope);
      if (target instanceof ScriptBlock && given.length === 0) {
        return this.runBody(statementsOf(target.body), new Scope(scope), output);
      }
      if (typeof target !== 'string') throw new UnknownConstruct(`& of ${typeNameOf(target)}`);
      return this.runProgram(target, this.argumentsOf(given, scope), merges, scope, output);
    }
    if (merges) throw new UnknownConstruct('2>&1 of a command of PowerShell');
    const name = required(node, 'command_name').text.toLowerCase();
    const definition = this.functions.get(name);
    if (definition)
      return this.callFunction(definition, this.argumentsOf(given, scope), scope, output);
    const cmdlet = this.host.cmdlets.get(name);
    if (!cmdlet) throw new UnknownConstruct(`the command ${name}`);
    this.callCmdlet(cmdlet, this.argumentsOf(given, scope), scope, output);
  }

  private argumentsOf(elements: readonly SyntaxNode[], scope: Scope): readonly CommandArgument[] {
    return elements.map((node): CommandArgument => {
      if (node.type === 'command_parameter') return { name: node.text.slice(1) };
      if (node.type === 'generic_token') {
        if (/[$`"'(]/u.test(node.text)) throw new UnknownConstruct(`the argument ${node.text}`);
        return { value: node.text };
      }
      return { value: this.evaluate(node, scope) };
    });
  }

  private callFunction(
    { name, parameters, body }: FunctionDefinition,
    given: readonly CommandArgument[],
    caller: Scope,
    output: Output,
  ): void {
    const scope = new Scope(caller);
    const rest = this.bind(parameters, given, scope);
    if (rest.length > 0) throw new UnknownConstruct(`too many arguments of ${name}`);
    this.runBody(body, scope, output);
  }

  private runBody(body: SyntaxNode | undefined, scope: Scope, output: Output): void {
    try {
      this.statements(body, scope, output);
    } catch (error) {
      if (!isJump(error, 'return')) throw error;
    }
  }

  /**
   * Binds arguments to parameters: by name, then by position (8.10). Parameters that get none have
   * their default, or what the type makes of $null.
   *
   * @returns What is left, $args.
   */
  private bind(
    parameters: readonly Parameter[],
    given: readonly CommandArgument[],
    scope: Scope,
  ): readonly Value[] {
    const bound = new Map<string, Value>();
    const values: Value[] = [];
    for (let index = 0; index < given.length; index++) {
      const { name, value = null } = given[index] ?? {};
      if (name === undefined) {
        values.push(value === NOTHING ? null : value);
        continue;
      }
      const parameter = parameters.find((item) => item.name.toLowerCase() === name.toLowerCase());
      if (!parameter) {
        // A simple function or script takes it for a value.
        values.push(`-${name}`);
        continue;
      }
      bound.set(parameter.name, given[++index]?.value ?? null);
    }
    for (const { name, type, defaultValue } of parameters) {
      let value = bound.get(name);
      if (value === undefined && values.length > 0) value = values.shift();
      if (value === undefined && defaultValue) value = this.evaluate(defaultValue, scope);
      const actual = value ?? null;
      scope.declare(name, type ? convert(actual, type) : actual, type);
    }
    return values;
  }

  /** An error of most commands ends nothing unless $ErrorActionPreference is 'Stop', which is asked for here. */
  private callCmdlet(
    cmdlet: Cmdlet,
    given: readonly CommandArgument[],
    scope: Scope,
    output: Output,
  ): void {
    const bound = new Map<string, Value>();
    const free = cmdlet.positional.slice();
    const all = [...cmdlet.positional, ...cmdlet.named];
    const same = (name: string) => (item: string) => item.toLowerCase() === name.toLowerCase();
    for (let index = 0; index < given.length; index++) {
      const { name, value } = given[index] ?? {};
      if (name === undefined) continue;
      const switchName = cmdlet.switches.find(same(name));
      const parameter = all.find(same(name));
      if (switchName !== undefined) {
        bound.set(switchName, true);
      } else if (parameter === undefined) {
        throw new UnknownConstruct(`the parameter -${name}`);
      } else {
        const next = given[++index];
        if (!next || next.name !== undefined)
          throw new UnknownConstruct(`-${name} without a value`);
        bound.set(parameter, next.value ?? value ?? null);
        if (free.includes(parameter)) free.splice(free.indexOf(parameter), 1);
      }
    }
    for (const [index, { name, value = null }] of given.entries()) {
      const before = given[index - 1]?.name;
      const isValueOf = before !== undefined && !cmdlet.switches.some(same(before));
      if (name !== undefined || isValueOf) continue;
      const parameter = free.shift();
      if (parameter === undefined) throw new UnknownConstruct('a value without a parameter');
      bound.set(parameter, value);
    }
    try {
      output.push(...cmdlet.run(bound));
    } catch (error) {
      if (!(error instanceof NetException)) throw error;
      if (!cmdlet.alwaysTerminates && !this.stopsAtErrors(scope)) {
        throw new UnknownConstruct(
          `an error without $ErrorActionPreference 'Stop': ${error.message}`,
        );
      }
      throw new TerminatingError(error.typeName, error.message);
    }
  }

  private stopsAtErrors(scope: Scope): boolean {
    return toText(scope.find('ErrorActionPreference') ?? null) === 'Stop';
  }

  /** Lines that a program writes to its error stream are errors where that stream is merged. */
  private runProgram(
    path: string,
    given: readonly CommandArgument[],
    merges: boolean,
    scope: Scope,
    output: Output,
  ): void {
    const values = given.map(({ name, value = null }) => (name ? `-${name}` : toText(value)));
    const result = this.host.runProgram(path, values);
    if (!result) {
      throw new TerminatingError(
        'System.Management.Automation.CommandNotFoundException',
        `The term '${path}' is not recognized as the name of a cmdlet, function, script file, or operable program.`,
      );
    }
    this.global.set('LASTEXITCODE', result.exitCode);
    output.push(...result.stdout);
    if (!merges) return;
    const [first] = result.stderr;
    if (first !== undefined && this.stopsAtErrors(scope)) {
      throw new TerminatingError('System.Management.Automation.RemoteException', first);
    }
    output.push(...result.stderr);
  }

  // -------------------------------------------------------------------------------------------
  // Expressions (Language Specification 3.0, 7)

  /** What a pipeline gives as a value: an expression as it is, the output of a command collected. */
  private pipelineValue(pipeline: SyntaxNode, scope: Scope): Value {
    const node = only(pipeline);
    if (node.type !== 'command') return this.evaluate(node, scope);
    const output: Output = [];
    this.command(node, scope, output);
    return collected(output);
  }

  private assignment(node: SyntaxNode, scope: Scope): void {
    const [left, operator, right] = node.children;
    if (!left || !operator || right?.type !== 'pipeline') throw unknownNode(node);
    const target = only(left);
    const value = this.pipelineValue(right, scope);
    switch (operator.text) {
      case '=':
        return this.assign(target, value, scope);
      case '+=':
        return this.assign(target, arithmetic('+', this.evaluate(target, scope), value), scope);
      default:
        throw new UnknownConstruct(`the operator ${operator.text}`);
    }
  }

  private assign(target: SyntaxNode, value: Value, scope: Scope): void {
    switch (target.type) {
      case 'variable': {
        const { name, scopeName } = variableName(target);
        refuseAutomatic(name);
        if (scopeName === undefined) return scope.set(name, value);
        if (scopeName === 'script') return this.script.set(name, value);
        throw new UnknownConstruct(`an assignment to ${target.text}`);
      }
      case 'member_access': {
        const [object, separator, member] = target.children;
        if (!object || !member || separator?.text !== '.') throw unknownNode(target);
        return netCall('set', 1, () => {
          setMember(this.evaluate(object, scope), this.memberName(member, scope), value);
        });
      }
      case 'element_access': {
        const [object, , index] = target.children;
        if (!object || !index) throw unknownNode(target);
        return setElement(this.evaluate(object, scope), this.evaluate(index, scope), value);
      }
      default:
        throw unknownNode(target);
    }
  }

  private increment(node: SyntaxNode, scope: Scope): void {
    const [target] = node.children;
    if (!target) throw unknownNode(node);
    this.assign(target, numberOf((asNumber(this.evaluate(target, scope)) ?? 0) + 1), scope);
  }

  private evaluate(node: SyntaxNode, scope: Scope): Value {
    switch (node.type) {
      case 'variable':
        return this.variable(node, scope);
      case 'string_literal':
        return this.stringLiteral(only(node), scope);
      case 'integer_literal':
        return integerLiteral(node);
      case 'type_literal':
        return this.typeLiteral(node);
      case 'parenthesized_expression':
        return this.pipelineValue(required(node, 'pipeline'), scope);
      case 'array_expression':
      case 'sub_expression':
        return this.subExpression(node, scope);
      case 'array_literal_expression':
        return node.children
          .filter(({ type }) => type !== ',')
          .map((element) => this.evaluate(element, scope));
      case 'hash_literal_expression':
        return this.hashLiteral(node, scope);
      case 'script_block_expression':
        return new ScriptBlock(required(node, 'script_block'));
      case 'expression_with_unary_operator':
        return this.unary(node, scope);
      case 'cast_expression':
        return this.cast(node, scope);
      case 'member_access':
        return this.memberAccess(node, scope);
      case 'invokation_expression':
        return this.invocation(node, scope);
      case 'element_access': {
        const [object, , index] = node.children;
        if (!object || !index) throw unknownNode(node);
        return elementAt(this.evaluate(object, scope), this.evaluate(index, scope));
      }
      default:
        return this.binary(node, scope);
    }
  }

  private binary(node: SyntaxNode, scope: Scope): Value {
    const [left, operator, right] = node.children;
    if (!left || !operator || !right || node.children.length !== 3) throw unknownNode(node);
    const name = operator.text.toLowerCase();
    switch (node.type) {
      case 'logical_expression': {
        const value = isTrue(this.evaluate(left, scope));
        if (name === '-and') return value && isTrue(this.evaluate(right, scope));
        if (name === '-or') return value || isTrue(this.evaluate(right, scope));
        throw new UnknownConstruct(`the operator ${name}`);
      }
      case 'bitwise_expression':
        if (name !== '-band') throw new UnknownConstruct(`the operator ${name}`);
        return (
          (asNumber(this.evaluate(left, scope)) ?? 0) & (asNumber(this.evaluate(right, scope)) ?? 0)
        );
      case 'comparison_expression':
        return compare(name, this.evaluate(left, scope), this.evaluate(right, scope), (matches) => {
          scope.set('matches', matches);
        });
      case 'additive_expression':
      case 'multiplicative_expression':
        return arithmetic(name, this.evaluate(left, scope), this.evaluate(right, scope));
      default:
        throw unknownNode(node);
    }
  }

  private variable(node: SyntaxNode, scope: Scope): Value {
    const { name, scopeName } = variableName(node);
    if (scopeName === 'env') return this.host.environment(name) ?? null;
    if (scopeName !== undefined && scopeName !== 'script') {
      throw new UnknownConstruct(`the variable ${node.text}`);
    }
    switch (name.toLowerCase()) {
      case 'null':
        return null;
      case 'true':
        return true;
      case 'false':
        return false;
      default: {
        const value = (scopeName === 'script' ? this.script : scope).find(name);
        if (value === undefined) throw new UnknownConstruct(`${node.text}, which was never set`);
        return value;
      }
    }
  }

  private stringLiteral(node: SyntaxNode, scope: Scope): string {
    if (node.type === 'verbatim_string_characters') return verbatimString(node.text);
    if (node.type !== 'expandable_string_literal') throw unknownNode(node);
    return expandString(node, (part) => toText(this.evaluate(part, scope)));
  }

  /** `@( )` is always an array; `$( )` is what a pipeline gives (7.1.6, 7.1.7). */
  private subExpression(node: SyntaxNode, scope: Scope): Value {
    const output: Output = [];
    for (const statement of child(node, 'statement_list')?.children ?? []) {
      if (statement.type === 'pipeline' && this.evaluatesToNothing(statement, scope)) {
        throw new UnknownConstruct(
          '@() of a variable that holds the output of a command without one',
        );
      }
    }
    this.statements(child(node, 'statement_list'), scope, output);
    return node.type === 'array_expression' ? output : collected(output);
  }

  private evaluatesToNothing(statement: SyntaxNode, scope: Scope): boolean {
    const expression = only(statement);
    if (expression.type !== 'variable') return false;
    const { name, scopeName } = variableName(expression);
    return scopeName === undefined && scope.find(name) === NOTHING;
  }

  private hashLiteral(node: SyntaxNode, scope: Scope): Hashtable {
    const table = new Hashtable();
    for (const entry of child(node, 'hash_literal_body')?.children ?? []) {
      if (entry.type !== 'hash_entry') continue;
      const key = only(required(entry, 'key_expression'));
      const name = key.type === 'simple_name' ? key.text : this.evaluate(key, scope);
      if (table.has(name)) throw new UnknownConstruct(`the key ${toText(name)} twice`);
      table.set(name, this.pipelineValue(required(entry, 'pipeline'), scope));
    }
    return table;
  }

  private unary(node: SyntaxNode, scope: Scope): Value {
    const [operator, operand] = node.children;
    if (!operator) throw unknownNode(node);
    if (!operand) return this.evaluate(operator, scope);
    const value = this.evaluate(operand, scope);
    switch (operator.text.toLowerCase()) {
      case ',':
        return [value === NOTHING ? null : value];
      case '-not':
      case '!':
        return !isTrue(value);
      case '-':
        return numberOf(-(asNumber(value) ?? 0));
      default:
        throw new UnknownConstruct(`the operator ${operator.text}`);
    }
  }

  private cast(node: SyntaxNode, scope: Scope): Value {
    const [literal, operand] = node.children;
    if (!literal || !operand) throw unknownNode(node);
    return convert(this.evaluate(operand, scope), this.typeLiteral(literal));
  }

  private typeLiteral(node: SyntaxNode): NetType {
    if (node.type !== 'type_literal') throw unknownNode(node);
    const name = node.text.slice(1, -1);
    const type = this.host.type(name);
    if (!type) throw new UnknownConstruct(`the type [${name}]`);
    return type;
  }

  private memberName(node: SyntaxNode, scope: Scope): string {
    const name = node.type === 'member_name' ? only(node) : node;
    return name.type === 'simple_name' ? name.text : toText(this.evaluate(name, scope));
  }

  private memberAccess(node: SyntaxNode, scope: Scope): Value {
    const [target, separator, member] = node.children;
    if (!target || !separator || !member) throw unknownNode(node);
    const object = this.evaluate(target, scope);
    const name = this.memberName(member, scope);
    return separator.text === '::' ? staticMember(object, name) : memberOf(object, name);
  }

  private invocation(node: SyntaxNode, scope: Scope): Value {
    const [target, separator, member, list] = node.children;
    if (!target || !separator || !member || !list) throw unknownNode(node);
    const object = this.evaluate(target, scope);
    const name = this.memberName(member, scope);
    const values = (child(list, 'argument_expression_list')?.children ?? [])
      .filter(({ type }) => type !== ',')
      .map((argument) => this.evaluate(argument, scope));
    return netCall(name, values.length, () =>
      separator.text === '::' ? invokeStatic(object, name, values) : invoke(object, name, values),
    );
  }
}

function isJump(error: unknown, kind: JumpSignal['kind']): boolean {
  return error instanceof JumpSignal && error.kind === kind;
}

/** What a pipeline's output is as a value: nothing, the one value, or an array. */
function collected(output: Output): Value {
  if (output.length === 0) return NOTHING;
  return output.length === 1 ? (output[0] ?? null) : output;
}

/** An exception of a method reaches the script inside another, whose text quotes it. */
function netCall<T>(name: string, count: number, call: () => T): T {
  try {
    return call();
  } catch (error) {
    if (!(error instanceof NetException)) throw error;
    throw new TerminatingError(
      'System.Management.Automation.MethodInvocationException',
      `Exception calling "${name}" with "${String(count)}" argument(s): "${error.message}"`,
    );
  }
}

function errorRecord(error: TerminatingError): NetObject {
  const exception = new NetObject(error.typeName, { properties: { Message: () => error.message } });
  return new NetObject('System.Management.Automation.ErrorRecord', {
    properties: { Exception: () => exception },
    text: error.message,
  });
}

function integerLiteral(node: SyntaxNode): Value {
  if (!/^\d+$/u.test(node.text)) throw new UnknownConstruct(`the number ${node.text}`);
  return numberOf(Number(node.text));
}

function variableName(node: SyntaxNode): { readonly name: string; readonly scopeName?: string } {
  const match = /^\$(?:\{(?:(\w+):)?(\w+)\}|(?:(\w+):)?(\w+))$/u.exec(node.text);
  const name = match?.[2] ?? match?.[4];
  if (name === undefined) throw new UnknownConstruct(`the variable ${node.text}`);
  const scopeName = (match?.[1] ?? match?.[3])?.toLowerCase();
  return scopeName === undefined ? { name } : { name, scopeName };
}

function refuseAutomatic(name: string): void {
  if (!AUTOMATIC_VARIABLES.has(name.toLowerCase())) return;
  throw new UnknownConstruct(`an assignment to the automatic variable $${name}`);
}

function statementsOf(scriptBlock: SyntaxNode): SyntaxNode | undefined {
  const body = child(scriptBlock, 'script_block_body');
  return child(body, 'statement_list');
}

function child(node: SyntaxNode | undefined, type: string): SyntaxNode | undefined {
  return node?.children.find((item) => item.type === type);
}

function required(node: SyntaxNode, type: string): SyntaxNode {
  const found = child(node, type);
  if (!found) throw unknownNode(node);
  return found;
}

function only(node: SyntaxNode): SyntaxNode {
  const [first] = node.children;
  if (!first || node.children.length !== 1) throw unknownNode(node);
  return first;
}

function unknownNode(node: SyntaxNode): UnknownConstruct {
  return new UnknownConstruct(`${node.type} ${node.text.slice(0, 60)}`);
}
