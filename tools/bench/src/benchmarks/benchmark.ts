import type { Inputs } from '../inputs/inputs';
import type { Report } from '../report/report';
import type { OurPrograms } from './commands';

/** What benchmarks run with. */
export interface BenchmarkContext extends OurPrograms {
  readonly inputs: Inputs;
  /** Absolute; for what is written. */
  readonly outputs: string;
  /** Root of the workspace. */
  readonly workspace: string;
  /** How often each program runs, not counting the first time. */
  readonly runs: number;
}

/** Measures one thing. */
export type Benchmark = (context: BenchmarkContext) => Report;
