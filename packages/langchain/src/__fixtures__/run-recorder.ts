import { BaseTracer, type Run } from "@langchain/core/tracers/base";

/** A tracer that keeps every run, finished or failed, by its name. */
export class RunRecorder extends BaseTracer {
  override name = "run_recorder";
  override awaitHandlers = true;
  /** The runs in the order in which they ended. */
  readonly runs: Run[] = [];

  override onRunUpdate(run: Run): void {
    this.runs.push(run);
  }

  protected override async persistRun(): Promise<void> {}

  /** The one run of this name. */
  run(name: string): Run {
    const [run, ...more] = this.runs.filter((candidate) => candidate.name === name);
    if (run === undefined || more.length > 0) throw new Error(`${more.length} further runs are named ${name}`);
    return run;
  }
}
