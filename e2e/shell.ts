import { execFile } from "node:child_process";
import { clientEnvironment } from "@/test-support/git";

type Outcome = { code: number; output: string };

/** Runs a line as somebody would who pasted it into a terminal; gives both outputs, whether or not it worked. */
export function shell(line: string, folder: string): Promise<Outcome> {
  return new Promise((resolve) => {
    execFile("sh", ["-c", line], { cwd: folder, env: clientEnvironment, timeout: 60_000 }, (error, stdout, stderr) => {
      const code = error ? (typeof error.code === "number" ? error.code : -1) : 0;
      resolve({ code, output: stdout + stderr });
    });
  });
}
