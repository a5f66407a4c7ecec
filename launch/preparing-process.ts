import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Preparation } from "./prepare";

/** Runs the bundle of prepare.ts. The result is null where it failed: it has said why itself. */
export class PreparingProcess {
  readonly result: Promise<Preparation | null>;
  private readonly child: ChildProcess;

  constructor(environment: NodeJS.ProcessEnv, how: "demo" | "migrate") {
    this.child = fork(fileURLToPath(new URL("prepare.js", import.meta.url)), [how], { env: environment });
    let preparation: Preparation | null = null;
    this.child.once("message", (said) => {
      preparation = said as Preparation;
    });
    this.result = once(this.child, "exit").then(() => preparation);
  }

  kill(): void {
    this.child.kill("SIGKILL");
  }
}
