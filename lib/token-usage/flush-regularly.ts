import { log } from "../log";
import { flushUsage } from "./flush";

/** So much a crash may lose, and what the write itself takes. */
export const flushEveryMs = 5_000;
const triesAtTheEnd = 3;

/** Writes the use of tokens from now on; gives a function that ends that, with all of it written. */
export function flushUsageRegularly(): () => Promise<void> {
  let writing: Promise<void> | null = null;
  const write = () => {
    writing ??= flushUsage()
      .catch((error: unknown) => log.warn({ error }, "the use of tokens was not written"))
      .finally(() => {
        writing = null;
      });
  };
  const timer = setInterval(write, flushEveryMs);
  return async () => {
    clearInterval(timer);
    await writing;
    for (let left = triesAtTheEnd; left > 0; left -= 1) {
      try {
        return await flushUsage({ end: true });
      } catch (error) {
        log.warn({ error }, "the use of tokens was not written");
      }
    }
  };
}
