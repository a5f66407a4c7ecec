import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";

type Spec = {
  name: string;
  /** The bundle beside this one. */
  bundle: string;
  environment: () => NodeJS.ProcessEnv;
  /** Where the child's log goes. */
  output: number | "inherit";
  /** Called with the number of each new process, or null when it's gone. */
  changed: (pid: number | null) => void;
};

const longestPauseMs = 30_000;

/** A child that is started again when it ends without being asked to. */
export class Supervised {
  private child: ChildProcess | null = null;
  private stopping = false;
  private pauseMs = 250;

  constructor(private readonly spec: Spec) {}

  /** Starts it for the first time. Rejects where it ends before it's ready: then it isn't tried again. */
  async start(): Promise<void> {
    await this.run();
  }

  /** Ends it and starts it anew, as when its environment has changed. */
  async restart(): Promise<void> {
    await this.stop();
    this.stopping = false;
    await this.run();
  }

  /** Lets it finish what is in flight. */
  async stop(patienceMs = 35_000): Promise<void> {
    this.stopping = true;
    const child = this.child;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const gone = once(child, "exit");
    child.kill("SIGTERM");
    const timer = setTimeout(() => child.kill("SIGKILL"), patienceMs);
    await gone;
    clearTimeout(timer);
  }

  kill(): void {
    this.stopping = true;
    this.child?.kill("SIGKILL");
  }

  private async run(): Promise<void> {
    const startedAt = Date.now();
    // In a group of its own, so that a Ctrl-C in the terminal reaches it through us, in order.
    const child = fork(fileURLToPath(new URL(this.spec.bundle, import.meta.url)), {
      env: this.spec.environment(),
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
    void exited.then(([code, signal]) => this.ended(code ?? signal, Date.now() - startedAt));
  }

  private async ended(how: number | string, livedMs: number): Promise<void> {
    this.spec.changed(null);
    if (livedMs > 60_000) this.pauseMs = 250;
    while (!this.stopping) {
      console.log(`The ${this.spec.name} ended (${how}). Starting it again…`);
      await pause(this.pauseMs);
      this.pauseMs = Math.min(longestPauseMs, this.pauseMs * 2);
      if (this.stopping) return;
      try {
        await this.run();
        return;
      } catch {
        // It ended at once. The pause grows.
      }
    }
  }
}
