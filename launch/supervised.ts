import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";

type Spec = {
  name: string;
  /** The bundle beside this one. */
  bundle: string;
  environment: () => NodeJS.ProcessEnv;
  /** How Node runs it. */
  flags?: readonly string[];
  /** Where the child's log goes. */
  output: number | "inherit";
  /** Called with the number of each new process, or null when it's gone. */
  changed: (pid: number | null) => void;
};

const longestPauseMs = 30_000;

/** A child that is started again when it ends without being asked to. */
export class Supervised {
  private child: ChildProcess | null = null;
  /** Over when it's asked to end. Each start has one of its own: who waited to start it again before does so no more. */
  private life = new AbortController();
  private pauseMs = 250;

  constructor(private readonly spec: Spec) {}

  /** Starts it for the first time. Rejects where it ends before it's ready: then it isn't tried again. */
  async start(): Promise<void> {
    await this.run(this.life.signal);
  }

  /** Ends it and starts it anew, as when its environment has changed. */
  async restart(): Promise<void> {
    await this.stop();
    this.life = new AbortController();
    await this.run(this.life.signal);
  }

  /** Lets it finish what is in flight. */
  async stop(patienceMs = 35_000): Promise<void> {
    this.life.abort();
    const child = this.child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, "exit");
    child.kill("SIGTERM");
    const timer = setTimeout(() => child.kill("SIGKILL"), patienceMs);
    await gone;
    clearTimeout(timer);
  }

  kill(): void {
    this.life.abort();
    this.child?.kill("SIGKILL");
  }

  private async run(life: AbortSignal): Promise<void> {
    const startedAt = Date.now();
    // In a group of its own, so that a Ctrl-C in the terminal reaches it through us, in order.
    const child = fork(fileURLToPath(new URL(this.spec.bundle, import.meta.url)), {
      env: this.spec.environment(),
      execArgv: [...(this.spec.flags ?? [])],
      stdio: ["ignore", this.spec.output, this.spec.output, "ipc"],
      detached: true,
    });
    this.child = child;
    const exited = once(child, "exit");
    await once(child, "spawn");
    this.spec.changed(child.pid ?? null);
    const ready = await Promise.race([once(child, "message").then(() => true), exited.then(() => false)]);
    if (!ready) {
      this.spec.changed(null);
      throw new Error(`The ${this.spec.name} ended before it was ready.`);
    }
    void exited.then(([code, signal]) => this.ended(life, code ?? signal, Date.now() - startedAt));
  }

  private async ended(life: AbortSignal, how: number | string, livedMs: number): Promise<void> {
    this.spec.changed(null);
    if (livedMs > 60_000) this.pauseMs = 250;
    while (!life.aborted) {
      console.log(`The ${this.spec.name} ended (${how}). Starting it again…`);
      await pause(this.pauseMs, undefined, { signal: life }).catch(() => undefined);
      this.pauseMs = Math.min(longestPauseMs, this.pauseMs * 2);
      if (life.aborted) return;
      try {
        await this.run(life);
        return;
      } catch {
        // It ended at once. The pause grows.
      }
    }
  }
}
